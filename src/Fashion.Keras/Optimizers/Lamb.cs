namespace Fashion.Keras.Optimizers;

/// <summary>
/// Lamb (You et al., 2019), for large batches: m and v as in <see cref="Adam"/>, u = m' / (sqrt(v') + epsilon) with both corrected;
/// w -= lr |w| / |u| u, the quotient being 1 where one of the norms is 0.
/// </summary>
public sealed class Lamb : MomentOptimizer
{
    private (Variable Momentum, Variable Velocity)[] _slots = [];

    /// <summary>Makes a Lamb.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="beta1">Weight of the old value in the mean of the gradients, in [0, 1].</param>
    /// <param name="beta2">Weight of the old value in the mean of their squares, in [0, 1].</param>
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
    public Lamb(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2, epsilon,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Lamb(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerOptions options, string? name)
        : base(learningRate, beta1, beta2, epsilon, options, name)
    { }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["momentum_correction", "velocity_correction"];

    /// <inheritdoc/>
    protected override void CreateSlots() => _slots = [.. Weights.Select(w => (AddSlot(w, "momentum"), AddSlot(w, "velocity")))];

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step)
    {
        scalars[0] = 1 - MathF.Pow((float)Beta1, step);
        scalars[1] = 1 - MathF.Pow((float)Beta2, step);
    }

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable momentum, Variable velocity) = _slots[index];
        SymbolicTensor m = context.Assign(momentum, momentum + (gradient - momentum) * (1 - Beta1));
        SymbolicTensor v = context.Assign(velocity, velocity + (Ops.Square(gradient) - velocity) * (1 - Beta2));
        SymbolicTensor step = m / context.Scalar(0) / (Ops.Sqrt(v / context.Scalar(1)) + Epsilon);
        SymbolicTensor size = Norm(weight), length = Norm(step), both = Ops.Greater(size, 0) * Ops.Greater(length, 0);
        SymbolicTensor ratio = Ops.Where(both, size / Ops.Where(both, length, 1), 1);
        context.Assign(weight, weight - ratio * context.LearningRate * step);
    }

    private static SymbolicTensor Norm(SymbolicTensor x) => Ops.Sqrt(Ops.Sum(Ops.Square(x)));
}
