using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Metrics;
using Fashion.Keras.Optimizers;
using Fashion.Keras.Training;

namespace Fashion.Keras;

/// <summary>
/// What a <see cref="TrainStep"/> can do in addition to computing: draw random numbers, minimize losses, count metrics. It exists while the
/// step is being written down, which happens once per shape of a batch; nothing is computed yet.
/// </summary>
public sealed class TrainStepContext
{
    private readonly GraphBuilder _graph;
    private readonly CallContext _call;
    private readonly CallContext _inference;
    private readonly ulong _seed;

    internal TrainStepContext(GraphBuilder graph, CallContext call, ulong seed, IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<SymbolicTensor> targets, IReadOnlyList<SymbolicTensor> weights)
    {
        _graph = graph;
        _call = call;
        _seed = seed;
        _inference = call.With(training: false);
        Inputs = inputs;
        Targets = targets;
        SampleWeight = weights.Count > 0 ? weights[0] : null;
    }

    /// <summary>
    /// Whether this is a training step. In an evaluation <see cref="Minimize(SymbolicTensor, Layer, Optimizer)"/> does nothing and layers
    /// work as in Predict.
    /// </summary>
    public bool Training => _call.Training;

    /// <summary>The samples of the batch, one tensor per array that was given.</summary>
    public IReadOnlyList<SymbolicTensor> Inputs { get; }

    /// <summary>The targets of the batch, one tensor per array that was given; empty without targets.</summary>
    public IReadOnlyList<SymbolicTensor> Targets { get; }

    /// <summary>The weights of the samples, shape (batch,); null when none were given.</summary>
    public SymbolicTensor? SampleWeight { get; }

    /// <summary>Number of samples of the batch.</summary>
    public int BatchSize => Inputs[0].Shape[0];

    /// <summary>
    /// Pass it to <c>Apply</c> of a model that shall work as in Predict although this is a training step:
    /// <c>teacher.Apply(x, step.Inference)</c>.
    /// </summary>
    public CallContext Inference => _inference;

    internal List<Goal> Goals { get; } = [];

    internal List<MetricEntry> Metrics { get; } = [];

    internal Action<List<Goal>> Update { get; init; } = _ => { };

    /// <summary>
    /// Minimizes a loss by changing the trainable weights of a layer or model. All that is minimized in a step counts on the weights
    /// as they were when the step began, and the weights change together at its end, unless <see cref="ApplyUpdates"/> is called
    /// in between.
    /// </summary>
    /// <param name="loss">The loss, a single number.</param>
    /// <param name="model">Whose weights change.</param>
    /// <param name="optimizer">What changes them; an optimizer minimizes one loss of the step.</param>
    /// <exception cref="ArgumentException">The loss is no single number, or the optimizer minimizes another one already.</exception>
    public void Minimize(SymbolicTensor loss, Layer model, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        Minimize(loss, [model], optimizer);
    }

    /// <summary>Minimizes a loss by changing the trainable weights of several layers or models.</summary>
    /// <param name="loss">The loss, a single number.</param>
    /// <param name="models">Whose weights change.</param>
    /// <param name="optimizer">What changes them; an optimizer minimizes one loss of the step.</param>
    /// <exception cref="ArgumentException">The loss is no single number, or the optimizer minimizes another one already.</exception>
    public void Minimize(SymbolicTensor loss, IReadOnlyList<Layer> models, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (loss.Shape.Rank != 0) throw new ArgumentException("A loss to minimize must be a single number, but its shape is " +
            $"{loss.Shape}: take Ops.Mean of it.", nameof(loss));
        Add(new Goal(optimizer, models) { Loss = loss.Resolve(_graph) });
    }

    /// <summary>
    /// Minimizes a loss by changing a variable, that of a layer or a free one. Where a step changes no model, TrainOnBatch takes it; Fit
    /// needs a model for its callbacks.
    /// </summary>
    /// <param name="loss">The loss, a single number.</param>
    /// <param name="variable">What changes.</param>
    /// <param name="optimizer">What changes it; an optimizer minimizes one loss of the step.</param>
    /// <exception cref="ArgumentException">The loss is no single number, or the optimizer minimizes another one already.</exception>
    public void Minimize(SymbolicTensor loss, Variable variable, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(variable);
        if (loss.Shape.Rank != 0) throw new ArgumentException("A loss to minimize must be a single number, but its shape is " +
            $"{loss.Shape}: take Ops.Mean of it.", nameof(loss));
        ApplyGradients(Ops.Gradients(loss, [variable]), [variable], optimizer);
    }

    /// <summary>
    /// Changes weights by gradients of your own making, as <c>optimizer.apply(gradients, weights)</c> in Keras: clipped, penalized,
    /// joined from several losses. When that happens is said at <see cref="Minimize(SymbolicTensor, Layer, Optimizer)"/>.
    /// </summary>
    /// <param name="gradients">One for each weight, of its shape; see
    /// <see cref="Ops.Gradients(SymbolicTensor, IReadOnlyList{Variable})"/>.</param>
    /// <param name="weights">The weights, for example <c>model.TrainableWeights</c>.</param>
    /// <param name="optimizer">What changes them.</param>
    /// <exception cref="ArgumentException">Numbers or shapes differ, or the optimizer has other work in this step.</exception>
    public void ApplyGradients(IReadOnlyList<SymbolicTensor> gradients, IReadOnlyList<Variable> weights, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(optimizer);
        CheckGradients(gradients, weights, optimizer);
        Add(new Goal(optimizer, [])
        { Gradients = [.. weights.Zip(gradients, (weight, gradient) => new WeightGradient(weight, gradient.Resolve(_graph)))] });
    }

    /// <summary>Refuses gradients that do not fit their weights.</summary>
    internal static void CheckGradients(IReadOnlyList<SymbolicTensor> gradients, IReadOnlyList<Variable> weights, Optimizer optimizer)
    {
        if (gradients.Count != weights.Count)
            throw new ArgumentException($"Optimizer '{optimizer.Name}' got {gradients.Count} gradients for {weights.Count} variables." +
                (weights.Count == 0 ? " A layer has its weights once it is built: call it, or give it an input shape." : ""),
                nameof(gradients));
        for (int i = 0; i < weights.Count; i++)
        {
            if (weights[i] is not { } weight)
                throw new ArgumentException($"Optimizer '{optimizer.Name}': variable {i} is null.", nameof(weights));
            if (gradients[i] is not { } gradient)
                throw new ArgumentException($"Optimizer '{optimizer.Name}': the gradient of variable '{weight.Path}' is null. Leave the " +
                    "variable out, or give zeros.", nameof(gradients));
            if (gradient.Shape != weight.Shape)
                throw new ShapeMismatchException($"Optimizer '{optimizer.Name}': the gradient of variable '{weight.Path}' has the shape " +
                    $"{gradient.Shape}, but the variable has {weight.Shape}.")
                { Received = gradient.Shape };
        }
    }

    private void Add(Goal goal)
    {
        if (Goals.Any(g => g.Optimizer == goal.Optimizer))
            throw new ArgumentException(
                $"Optimizer '{goal.Optimizer.Name}' changes weights in this step already; give each loss an optimizer of its own.");
        Goals.Add(goal);
    }

    /// <summary>Changes the weights for the losses given so far, now: what is computed after this uses the new weights.</summary>
    public void ApplyUpdates() => Update(Goals);

    /// <summary>
    /// The penalties of a model's trainable weights (kernel regularizers and the like), and those that layers have added in this step so
    /// far.
    /// </summary>
    /// <param name="model">The model.</param>
    public SymbolicTensor Penalties(Layer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        SymbolicTensor[] all = [.. model.TrainableWeights.Where(w => w.Regularizer is not null).Select(w => w.Regularizer!.Penalty(w)),
            .. _call.Losses];
        return all.Length == 0 ? 0f : all.Aggregate((sum, next) => sum + next);
    }

    /// <summary>Counts a metric; its value appears in the logs under its name.</summary>
    /// <param name="metric">The metric; the same object in every call of the step.</param>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights; null for none.</param>
    public void Count(Metric metric, SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (Metrics.Any(m => m.Name == metric.Name))
            throw new ArgumentException($"Metric '{metric.Name}' is counted twice in this step; names must differ.", nameof(metric));
        var entry = new MetricEntry(metric.Name, metric, 0, sampleWeight is not null);
        Metrics.Add(entry);
        using GraphBuilder.Scope scope = _graph.In(metric.Name);
        entry.Update("train_step", yTrue, yPred, sampleWeight);
    }

    /// <summary>Numbers from a normal distribution, others in every step.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation.</param>
    public SymbolicTensor RandomNormal(Shape shape, double mean = 0, double stddev = 1) => Draw(RandomKind.Normal, shape) * stddev + mean;

    /// <summary>Numbers from a uniform distribution, others in every step.</summary>
    /// <param name="shape">Their shape, all sizes known.</param>
    /// <param name="minValue">Smallest.</param>
    /// <param name="maxValue">Where they end; it is not among them.</param>
    public SymbolicTensor RandomUniform(Shape shape, double minValue = 0, double maxValue = 1) =>
        Draw(RandomKind.Uniform, shape) * (maxValue - minValue) + minValue;

    private GraphTensor Draw(RandomKind kind, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!shape.IsKnown)
            throw new ArgumentException($"Random numbers of shape {shape}: all sizes must be known; the batch has BatchSize samples.",
                nameof(shape));
        return new GraphTensor(_graph.Add(new RandomOp(kind, _seed, _call.NextStream(), shape)));
    }

    /// <summary>What an optimizer does in a step.</summary>
    /// <param name="Optimizer">The optimizer.</param>
    /// <param name="Models">Whose weights it changes to minimize a loss.</param>
    internal sealed record Goal(Optimizer Optimizer, IReadOnlyList<Layer> Models)
    {
        /// <summary>The loss; null when there are gradients.</summary>
        public Value? Loss { get; init; }

        /// <summary>Gradients of the user's own making; null when there is a loss.</summary>
        public IReadOnlyList<WeightGradient>? Gradients { get; init; }
    }
}
