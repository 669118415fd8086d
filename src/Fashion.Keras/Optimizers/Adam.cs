using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2014): m += (g - m)(1 - beta1); v += (g^2 - v)(1 - beta2);
/// w -= m * alpha / (sqrt(v) + epsilon) with alpha = lr * sqrt(1 - beta2^t) / (1 - beta1^t). Epsilon is added to the
/// uncorrected root, as in the paper's second form; PyTorch adds its 1e-8 to the corrected one.
/// </summary>
public class Adam : MomentOptimizer
{
    // Momentum and velocity of each weight in turn.
    private Variable[] _slots = [];
    private Variable[] _velocityHats = [];

    /// <summary>Makes an Adam.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="beta1">Weight of the old value in the mean of the gradients, in [0, 1).</param>
    /// <param name="beta2">Weight of the old value in the mean of their squares, in [0, 1).</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="amsgrad">Whether the largest mean of squares so far divides, instead of the present one.</param>
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
    public Adam(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2, epsilon, amsgrad,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Adam(LearningRate learningRate, double beta1, double beta2, double epsilon, bool amsgrad, OptimizerOptions options,
        string? name) : base(learningRate, beta1, beta2, epsilon, options, name)
    {
        Amsgrad = amsgrad;
    }

    /// <summary>Whether the largest mean of squares so far divides.</summary>
    public bool Amsgrad { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["alpha"];

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _slots = new Variable[2 * Weights.Count];
        for (int i = 0; i < Weights.Count; i++)
        {
            _slots[2 * i] = AddSlot(Weights[i], "momentum");
            _slots[2 * i + 1] = AddSlot(Weights[i], "velocity");
        }
        if (Amsgrad) _velocityHats = AddSlots("velocity_hat");
    }

    /// <inheritdoc/>
    // In float, as Keras computes it.
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step) =>
        scalars[0] = learningRate * MathF.Sqrt(1 - MathF.Pow((float)Beta2, step)) / (1 - MathF.Pow((float)Beta1, step));

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        Variable momentum = _slots[2 * index], velocity = _slots[2 * index + 1];
        Variable? velocityHat = Amsgrad ? _velocityHats[index] : null;
        context.Fused(
            new AdamUpdateOp(weight, momentum, velocity, velocityHat, Beta1, Beta2, Epsilon),
            [gradient.Resolve(context.Graph), context.ScalarValue(0)],
            weight, momentum, velocity, velocityHat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("amsgrad", Amsgrad);
    }
}
