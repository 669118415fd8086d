namespace Fashion.Keras.Optimizers;

/// <summary>
/// Adam with Nesterov's look ahead (Dozat, 2015). u_t = beta1 * (1 - 0.5 * 0.96^t), U the product of all u so far; m and v as
/// in <see cref="Adam"/>; mh = u_(t+1) * m / (1 - U * u_(t+1)) + (1 - u_t) * g / (1 - U); vh = v / (1 - beta2^t);
/// w -= lr * mh / (sqrt(vh) + epsilon).
/// </summary>
public sealed class Nadam : MomentOptimizer
{
    private (Variable Momentum, Variable Velocity)[] _slots = [];
    private Variable? _product;

    /// <summary>Makes a Nadam.</summary>
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
    public Nadam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2, epsilon,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Nadam(LearningRate learningRate, double beta1, double beta2, double epsilon, OptimizerOptions options, string? name)
        : base(learningRate, beta1, beta2, epsilon, options, name)
    { }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["u", "next_u", "velocity_correction"];

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _slots = [.. Weights.Select(w => (AddSlot(w, "momentum"), AddSlot(w, "velocity")))];
        _product = Track(new Variable("variable", Shape.Scalar, trainable: false), 1);
    }

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step)
    {
        scalars[0] = (float)Beta1 * (1 - 0.5f * MathF.Pow(0.96f, step));
        scalars[1] = (float)Beta1 * (1 - 0.5f * MathF.Pow(0.96f, step + 1));
        scalars[2] = 1 - MathF.Pow((float)Beta2, step);
    }

    /// <inheritdoc/>
    protected override void BeforeUpdates(UpdateContext context) => context.Assign(_product!, _product! * context.Scalar(0));

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable momentum, Variable velocity) = _slots[index];
        SymbolicTensor u = context.Scalar(0), next = context.Scalar(1), product = _product!;
        SymbolicTensor m = context.Assign(momentum, momentum + (gradient - momentum) * (1 - Beta1));
        SymbolicTensor v = context.Assign(velocity, velocity + (Ops.Square(gradient) - velocity) * (1 - Beta2));
        SymbolicTensor ahead = next * m / (1 - product * next) + (1 - u) * gradient / (1 - product);
        context.Assign(weight, weight - context.LearningRate * ahead / (Ops.Sqrt(v / context.Scalar(2)) + Epsilon));
    }
}
