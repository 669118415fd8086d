using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Follow the regularized leader (McMahan et al., 2013), with p = learningRatePower: n' = n + g^2;
/// z += g' - (n'^-p - n^-p) / lr * w with g' = g + 2 * shrinkage * w; w = (clip(z, -l1, l1) - z) / (n'^-p / lr + 2 * l2'),
/// l2' = l2 + beta / (2 lr).
/// </summary>
public sealed class Ftrl : Optimizer
{
    private (Variable Accumulator, Variable Linear)[] _slots = [];

    /// <summary>Makes a Ftrl.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="learningRatePower">How the learning rate falls with the sum of squares, &lt;= 0; 0 for a constant one.</param>
    /// <param name="initialAccumulatorValue">Start of the sums of squares, >= 0.</param>
    /// <param name="l1RegularizationStrength">Strength of the L1 penalty, >= 0.</param>
    /// <param name="l2RegularizationStrength">Strength of the L2 penalty, >= 0.</param>
    /// <param name="l2ShrinkageRegularizationStrength">Strength of the L2 penalty on the gradient alone, >= 0.</param>
    /// <param name="beta">Beta of the paper, >= 0.</param>
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
    public Ftrl(
        LearningRate? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0.0, double l2RegularizationStrength = 0.0, double l2ShrinkageRegularizationStrength = 0.0,
        double beta = 0.0,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, learningRatePower, initialAccumulatorValue, l1RegularizationStrength, l2RegularizationStrength,
            l2ShrinkageRegularizationStrength, beta,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Ftrl(LearningRate learningRate, double learningRatePower, double initialAccumulatorValue, double l1RegularizationStrength,
        double l2RegularizationStrength, double l2ShrinkageRegularizationStrength, double beta, OptimizerOptions options, string? name)
        : base(learningRate, options, name)
    {
        LearningRatePower = Guard.InRange(learningRatePower, double.MinValue, 0, ClassName);
        InitialAccumulatorValue = Guard.NotNegative(initialAccumulatorValue, ClassName);
        L1RegularizationStrength = Guard.NotNegative(l1RegularizationStrength, ClassName);
        L2RegularizationStrength = Guard.NotNegative(l2RegularizationStrength, ClassName);
        L2ShrinkageRegularizationStrength = Guard.NotNegative(l2ShrinkageRegularizationStrength, ClassName);
        Beta = Guard.NotNegative(beta, ClassName);
    }

    /// <summary>How the learning rate falls with the sum of squares.</summary>
    public double LearningRatePower { get; }

    /// <summary>Start of the sums of squares.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>Strength of the L1 penalty.</summary>
    public double L1RegularizationStrength { get; }

    /// <summary>Strength of the L2 penalty.</summary>
    public double L2RegularizationStrength { get; }

    /// <summary>Strength of the L2 penalty on the gradient alone.</summary>
    public double L2ShrinkageRegularizationStrength { get; }

    /// <summary>Beta of the paper.</summary>
    public double Beta { get; }

    /// <inheritdoc/>
    protected override void CreateSlots() =>
        _slots = [.. Weights.Select(w => (AddSlot(w, "accumulator", (float)InitialAccumulatorValue), AddSlot(w, "linear")))];

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable accumulator, Variable linear) = _slots[index];
        SymbolicTensor rate = context.LearningRate, l2 = L2RegularizationStrength + Beta / (2 * rate);
        SymbolicTensor oldPower = Ops.Power(accumulator, -LearningRatePower);
        SymbolicTensor squares = accumulator + Ops.Square(gradient);
        SymbolicTensor newPower = Ops.Power(squares, -LearningRatePower);
        SymbolicTensor shrunk = gradient + (2 * L2ShrinkageRegularizationStrength) * (SymbolicTensor)weight;
        SymbolicTensor z = context.Assign(linear, linear + shrunk - (newPower - oldPower) / rate * weight);
        context.Assign(accumulator, squares);
        SymbolicTensor clipped = Ops.Clip(z, (float)-L1RegularizationStrength, (float)L1RegularizationStrength);
        context.Assign(weight, (clipped - z) / (newPower / rate + 2 * l2));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("learning_rate_power", LearningRatePower).Write("initial_accumulator_value", InitialAccumulatorValue)
            .Write("l1_regularization_strength", L1RegularizationStrength).Write("l2_regularization_strength", L2RegularizationStrength)
            .Write("l2_shrinkage_regularization_strength", L2ShrinkageRegularizationStrength).Write("beta", Beta);
    }
}
