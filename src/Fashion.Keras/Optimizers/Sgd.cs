using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Gradient descent: w -= lr * g. With momentum: v = momentum * v - lr * g; w += v; with Nesterov's look ahead
/// w += momentum * v - lr * g. The learning rate is inside the velocity, unlike in PyTorch.
/// </summary>
public sealed class Sgd : Optimizer
{
    private Variable[] _velocities = [];

    /// <summary>Makes an SGD.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.01 when left out.</param>
    /// <param name="momentum">Weight of the old velocity; 0 for none, in [0, 1].</param>
    /// <param name="nesterov">Whether to look ahead along the velocity.</param>
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
    public Sgd(
        LearningRate? learningRate = null, double momentum = 0.0, bool nesterov = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.01, momentum, nesterov,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Sgd(LearningRate learningRate, double momentum, bool nesterov, OptimizerOptions options, string? name)
        : base(learningRate, options, name)
    {
        Momentum = Guard.InRange(momentum, 0, 1, ClassName);
        Nesterov = nesterov;
    }

    /// <inheritdoc/>
    public override string ClassName => "SGD";

    /// <summary>Weight of the old velocity; 0 for none.</summary>
    public double Momentum { get; }

    /// <summary>Whether it looks ahead along the velocity.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        if (Momentum != 0) _velocities = AddSlots("momentum");
    }

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        Variable? velocity = Momentum != 0 ? _velocities[index] : null;
        context.Fused(
            new SgdUpdateOp(weight, velocity, (float)Momentum, Nesterov),
            [gradient.Resolve(context.Graph), context.LearningRateValue],
            weight, velocity);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("momentum", Momentum).Write("nesterov", Nesterov);
    }
}
