using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Multiplies the loss by a factor that adapts, and has another optimizer take the step with the gradients divided by it. When a
/// gradient is not finite, the step is left out and the factor halved; after a number of good steps it is doubled. Small
/// gradients of 16-bit floats need it; here, where all is computed in float32, it leaves out the steps that would ruin the weights.
/// </summary>
public sealed class LossScaleOptimizer : Optimizer
{
    private readonly Variable _finite = new("finite", Shape.Scalar, trainable: false);
    private Variable? _counter, _scale;

    /// <summary>Makes a loss-scaling optimizer.</summary>
    /// <param name="innerOptimizer">The optimizer that takes the steps. It has all the options; a fixed loss scale of its own is
    /// dropped.</param>
    /// <param name="initialScale">First factor of the loss.</param>
    /// <param name="dynamicGrowthSteps">After how many good steps the factor is doubled.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    public LossScaleOptimizer(Optimizer innerOptimizer, double initialScale = 32768, int dynamicGrowthSteps = 2000, string? name = null)
        : base(0, name: name)
    {
        ArgumentNullException.ThrowIfNull(innerOptimizer);
        if (innerOptimizer is LossScaleOptimizer)
            throw new ArgumentException($"{ClassName}: the inner optimizer scales the loss already; give the one inside it.",
                nameof(innerOptimizer));
        InnerOptimizer = innerOptimizer;
        InitialScale = initialScale > 0 && float.IsFinite((float)initialScale)
            ? initialScale
            : throw new ArgumentOutOfRangeException(nameof(initialScale), initialScale,
                FormattableString.Invariant($"{ClassName}: initialScale must be a positive number, not {initialScale}."));
        DynamicGrowthSteps = Guard.Positive(dynamicGrowthSteps, ClassName);
        innerOptimizer.DropLossScale();
    }

    /// <summary>The optimizer that takes the steps.</summary>
    public Optimizer InnerOptimizer { get; }

    /// <summary>First factor of the loss.</summary>
    public double InitialScale { get; }

    /// <summary>After how many good steps the factor is doubled.</summary>
    public int DynamicGrowthSteps { get; }

    /// <summary>The present factor of the loss.</summary>
    public double DynamicScale => _scale?.ToArray()[0] ?? InitialScale;

    /// <inheritdoc/>
    public override Schedules.LearningRateSchedule? Schedule => InnerOptimizer.Schedule;

    /// <inheritdoc/>
    public override double LearningRate { get => InnerOptimizer.LearningRate; set => InnerOptimizer.LearningRate = value; }

    /// <summary>Steps that were taken: those that were left out do not count.</summary>
    public override long Iterations { get => InnerOptimizer.Iterations; internal set => InnerOptimizer.Iterations = value; }

    internal override bool NextOnlyAccumulates => InnerOptimizer.NextOnlyAccumulates;

    // Keras stores an iteration and a learning rate of the wrapper too, which are always 0.
    internal override IReadOnlyList<OptimizerEntry> Entries =>
    [
        new($"{Name}/iteration", DType.Int32, () => 0, _ => { }),
        new($"{Name}/learning_rate", DType.Float32, () => 0, _ => { }),
        new($"{Name}/step_counter", DType.Int32, () => _counter!.ToArray()[0], value => _counter!.Set([(float)value])),
        new(_scale!),
        .. InnerOptimizer.Entries,
    ];

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _counter = AddVariable("step_counter", Shape.Scalar);
        _scale = AddVariable("dynamic_scale", Shape.Scalar, (float)InitialScale);
        InnerOptimizer.Build(Weights);
        foreach (Variable variable in InnerOptimizer.Variables) Track(variable);
    }

    internal override SymbolicTensor ScaleLoss(SymbolicTensor loss) => loss * _scale!;

    internal override void WriteAllScalars(Span<float> scalars) => InnerOptimizer.WriteAllScalars(scalars);

    internal override void Apply(Graph.GraphBuilder graph, IReadOnlyList<WeightGradient> gradients, bool accumulateOnly = false,
        ICollective? ranks = null)
    {
        var context = new UpdateContext(graph, null!, []);
        SymbolicTensor own = gradients.Where(g => g.Weight.Shape.ElementCount > 0).Select(g => IsFinite(new Graph.GraphTensor(g.Gradient)))
            .Aggregate((SymbolicTensor)1, Ops.Minimum);
        // All ranks leave the step out, or none.
        SymbolicTensor finite = context.Assign(_finite, ranks is null ? own : Ops.Equal(Graph.RankAverages.Of(graph, [own], ranks)[0], 1));
        // What the inner optimizer changes is put back after a bad step.
        Variable[] changed = [.. InnerOptimizer.Variables,
            .. InnerOptimizer.UseEma ? InnerOptimizer.Weights : gradients.Select(g => g.Weight)];
        SymbolicTensor[] before = [.. changed.Select(v => Ops.Where(finite, 0, v))];
        WeightGradient[] unscaled =
            [.. gradients.Select(g => g with { Gradient = (new Graph.GraphTensor(g.Gradient) / _scale!).Resolve(graph) })];
        InnerOptimizer.Apply(graph, unscaled, accumulateOnly, ranks);
        for (int i = 0; i < changed.Length; i++) context.Assign(changed[i], Ops.Where(finite, changed[i], before[i]));

        SymbolicTensor grows = Ops.Equal(_counter!, DynamicGrowthSteps - 1),
            counted = Ops.Where(finite, Ops.Where(grows, 0, _counter! + (SymbolicTensor)1), 0);
        context.Assign(_scale!, _scale! * Ops.Where(finite, 1 + grows, 0.5f));
        context.Assign(_counter!, counted);
    }

    private static SymbolicTensor IsFinite(SymbolicTensor x) => Ops.Min(Ops.GreaterOrEqual(float.MaxValue, Ops.Abs(x)));

    internal override void Advance()
    {
        if (_finite.ToArray()[0] != 0) InnerOptimizer.Advance();
    }

    internal override void FinalizeWeights() => InnerOptimizer.FinalizeWeights();

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient) =>
        throw new InvalidOperationException("The inner optimizer takes the steps.");

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("name", Name).Write("inner_optimizer", InnerOptimizer).Write("initial_scale", InitialScale)
            .Write("dynamic_growth_steps", DynamicGrowthSteps);
    }
}
