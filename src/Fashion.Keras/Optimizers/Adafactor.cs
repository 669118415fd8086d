using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Adafactor (Shazeer and Stern, 2018): the mean of squares V of a weight of two and more axes is kept as its row means R and column means
/// C. With b = 1 - t^beta2Decay: R and C are running means of g^2 + epsilon1, V = R C / mean(R), u = g / sqrt(V),
/// w -= max(epsilon2, rms(w)) min(lr, 1 / sqrt(t)) u / max(1, rms(u) / clipThreshold).
/// </summary>
public sealed class Adafactor : Optimizer
{
    private (Variable Rows, Variable Columns, Variable Velocity)[] _slots = [];

    /// <summary>Makes an Adafactor.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="beta2Decay">Exponent of the step in the weight of new squares; negative.</param>
    /// <param name="epsilon1">Keeps the mean of squares positive.</param>
    /// <param name="epsilon2">Least size of a weight in the size of its steps.</param>
    /// <param name="clipThreshold">Largest root mean square of a step before it is scaled.</param>
    /// <param name="relativeStep">Whether a fixed learning rate is limited by 1 / sqrt(t). Keras limits each step in this way, so it
    /// changes nothing.</param>
    /// <param name="weightDecay">Share of each weight that a step takes away, times the learning rate; null for none.</param>
    /// <param name="clipnorm">Largest norm of each gradient; null for no limit. At most one of the three limits can be set.</param>
    /// <param name="clipvalue">Largest absolute value of each gradient element; null for no limit.</param>
    /// <param name="globalClipnorm">Largest norm of all gradients together; null for no limit.</param>
    /// <param name="useEma">Whether to keep a moving average of the weights, which replaces them at the end of Fit.</param>
    /// <param name="emaMomentum">Weight of the old value in that average.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average replaces the weights; null for never before the end.</param>
    /// <param name="lossScaleFactor">Factor of the loss, by which gradients are divided again; null for 1.</param>
    /// <param name="gradientAccumulationSteps">How many batches' gradients are averaged before a step is taken; null for one.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    public Adafactor(
        LearningRate? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3,
        double clipThreshold = 1, bool relativeStep = true,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta2Decay, epsilon1, epsilon2, clipThreshold, relativeStep,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Adafactor(LearningRate learningRate, double beta2Decay, double epsilon1, double epsilon2, double clipThreshold,
        bool relativeStep, OptimizerOptions options, string? name) : base(learningRate, options, name)
    {
        Beta2Decay = Guard.Finite(beta2Decay, ClassName);
        Epsilon1 = Guard.NotNegative(epsilon1, ClassName);
        Epsilon2 = Guard.NotNegative(epsilon2, ClassName);
        ClipThreshold = clipThreshold > 0
            ? clipThreshold
            : throw new ArgumentOutOfRangeException(nameof(clipThreshold), clipThreshold,
                FormattableString.Invariant($"{ClassName}: clipThreshold must be positive, not {clipThreshold}."));
        RelativeStep = relativeStep;
    }

    /// <summary>Exponent of the step in the weight of new squares.</summary>
    public double Beta2Decay { get; }

    /// <summary>Keeps the mean of squares positive.</summary>
    public double Epsilon1 { get; }

    /// <summary>Least size of a weight in the size of its steps.</summary>
    public double Epsilon2 { get; }

    /// <summary>Largest root mean square of a step before it is scaled.</summary>
    public double ClipThreshold { get; }

    /// <summary>Whether a fixed learning rate is limited by 1 / sqrt(t).</summary>
    public bool RelativeStep { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["rate", "beta_2"];

    /// <inheritdoc/>
    protected override void CreateSlots() => _slots = [.. Weights.Select(weight =>
    {
        Shape shape = weight.Shape;
        bool factored = shape.Rank >= 2;
        return (Factor(weight, factored ? shape[..^1] : Shape.Scalar),
            Factor(weight, factored ? (int[])[.. shape[..^2], shape[^1]] : Shape.Scalar), AddSlot(weight, "velocity"));
    })];

    // Keras keeps an unused number for each weight that is not factored, outside the optimizer's name.
    private Variable Factor(Variable weight, Shape shape) =>
        Track(new Variable(weight.Name, shape, trainable: false) { Path = shape.Rank == 0 ? weight.Name : $"{Name}/{weight.Name}" });

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step)
    {
        scalars[0] = MathF.Min(learningRate, 1 / MathF.Sqrt(step));
        scalars[1] = 1 - MathF.Pow(step, (float)Beta2Decay);
    }

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable rows, Variable columns, Variable velocity) = _slots[index];
        SymbolicTensor squares = Ops.Square(gradient) + Epsilon1, beta2 = context.Scalar(1), v;
        if (weight.Shape.Rank >= 2)
        {
            SymbolicTensor r = Blend(rows, Ops.Mean(squares, axis: -1)), c = Blend(columns, Ops.Mean(squares, axis: -2));
            v = context.Assign(velocity, Ops.ExpandDims(r / Ops.Mean(r, axis: -1, keepDimensions: true), -1) * Ops.ExpandDims(c, -2));
        }
        else v = Blend(velocity, squares);
        SymbolicTensor step = gradient / Ops.Sqrt(v);
        step /= Ops.Maximum(1, RootMeanSquare(step) / ClipThreshold);
        context.Assign(weight, weight - Ops.Maximum(Epsilon2, RootMeanSquare(weight)) * context.Scalar(0) * step);

        SymbolicTensor Blend(Variable mean, SymbolicTensor value) => context.Assign(mean, beta2 * mean + (1 - beta2) * value);
    }

    private static SymbolicTensor RootMeanSquare(SymbolicTensor x) => Ops.Sqrt(Ops.Mean(Ops.Square(x)));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("beta_2_decay", Beta2Decay).Write("epsilon_1", Epsilon1).Write("epsilon_2", Epsilon2)
            .Write("clip_threshold", ClipThreshold).Write("relative_step", RelativeStep);
    }
}
