using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// AdamW without a schedule (Defazio et al., 2024). The weights y lie between z, which steps along the gradient, and x, the mean of all z:
/// v as in <see cref="Adam"/>; z -= lr g / (sqrt(v / (1 - beta2^t)) + epsilon); x = (y - (1 - beta1) z) / beta1;
/// x += (z - x) / t; y = (1 - beta1) z + beta1 x. The paper computes x from the old z; Keras on PyTorch, and this class, from the new one.
/// </summary>
public sealed class ScheduleFreeAdamW : Optimizer
{
    private (Variable Z, Variable Velocity)[] _slots = [];

    /// <summary>Makes a ScheduleFreeAdamW.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.0025 when left out.</param>
    /// <param name="beta1">Weight of the mean x against z, in (0, 1].</param>
    /// <param name="beta2">Weight of the old value in the mean of the squares of the gradients, in [0, 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="warmupSteps">In how many steps the learning rate rises to its value; 0 for none.</param>
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
    public ScheduleFreeAdamW(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.0025, beta1, beta2, epsilon, warmupSteps,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal ScheduleFreeAdamW(LearningRate learningRate, double beta1, double beta2, double epsilon, int warmupSteps,
        OptimizerOptions options, string? name) : base(learningRate, options, name)
    {
        Beta1 = beta1 is > 0 and <= 1 ? beta1
            : throw new ArgumentOutOfRangeException(nameof(beta1), beta1,
                FormattableString.Invariant($"{ClassName}: beta1 must lie in (0, 1], not {beta1}."));
        Beta2 = Guard.InRange(beta2, 0, 1, ClassName);
        Epsilon = Guard.NotNegative(epsilon, ClassName);
        WarmupSteps = Guard.NotNegative(warmupSteps, ClassName);
    }

    /// <summary>Weight of the mean x against z.</summary>
    public double Beta1 { get; }

    /// <summary>Weight of the old value in the mean of the squares.</summary>
    public double Beta2 { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <summary>In how many steps the learning rate rises to its value; 0 for none.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> ScalarNames => ["rate", "velocity_correction", "share"];

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _slots = [.. Weights.Select(w => (AddSlot(w, "momentum"), AddSlot(w, "velocity")))];
        for (int i = 0; i < Weights.Count; i++) _slots[i].Z.Set(Weights[i].ToArray());
    }

    /// <inheritdoc/>
    protected override void WriteScalars(Span<float> scalars, float learningRate, long step)
    {
        scalars[0] = WarmupSteps > 0 ? learningRate * MathF.Min((float)step / WarmupSteps, 1) : learningRate;
        scalars[1] = 1 - MathF.Pow((float)Beta2, step);
        scalars[2] = 1f / step;
    }

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable z, Variable velocity) = _slots[index];
        SymbolicTensor v = context.Assign(velocity, velocity + (Ops.Square(gradient) - velocity) * (1 - Beta2));
        SymbolicTensor stepped = context.Assign(z, z - context.Scalar(0) * gradient / (Ops.Sqrt(v / context.Scalar(1)) + Epsilon));
        SymbolicTensor share = context.Scalar(2), mean = (weight - (1 - Beta1) * stepped) / Beta1;
        context.Assign(weight, (1 - Beta1) * stepped + Beta1 * ((1 - share) * mean + share * stepped));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("beta_1", Beta1).Write("beta_2", Beta2).Write("epsilon", Epsilon).Write("warmup_steps", WarmupSteps);
    }
}
