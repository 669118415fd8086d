namespace Fashion.Keras.Optimizers;

/// <summary>
/// Adamax (Kingma and Ba, 2014): m += (g - m)(1 - beta1); u = max(beta2 * u, |g|);
/// w -= lr * m / ((1 - beta1^t)(u + epsilon)).
/// </summary>
public sealed class Adamax : MomentOptimizer
{
    private (Variable Momentum, Variable Norm)[] _slots = [];

    /// <summary>Makes an Adamax.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="beta1">Weight of the old value in the mean of the gradients, in [0, 1].</param>
    /// <param name="beta2">Decay of the largest gradient, in [0, 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
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
    public Adamax(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2, epsilon,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Adamax(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerOptions options, string? name)
        : base(learningRate, beta1, beta2, epsilon, options, name)
    { }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["corrected_learning_rate"];

    /// <inheritdoc/>
    protected override void CreateSlots() => _slots = [.. Weights.Select(w => (AddSlot(w, "momentum"), AddSlot(w, "norm")))];

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step) =>
        scalars[0] = learningRate / (1 - MathF.Pow((float)Beta1, step));

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable momentum, Variable norm) = _slots[index];
        SymbolicTensor m = context.Assign(momentum, momentum + (gradient - momentum) * (1 - Beta1));
        SymbolicTensor u = context.Assign(norm, Ops.Maximum(Beta2 * (SymbolicTensor)norm, Ops.Abs(gradient)));
        context.Assign(weight, weight - context.Scalar(0) * m / (u + Epsilon));
    }
}
