using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>Adagrad (Duchi et al., 2011): A += g^2; w -= lr * g / sqrt(A + epsilon).</summary>
public sealed class Adagrad : Optimizer
{
    private Variable[] _accumulators = [];

    /// <summary>Makes an Adagrad.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="initialAccumulatorValue">Start of the sums of squares, >= 0.</param>
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
    public Adagrad(
        LearningRate? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, initialAccumulatorValue, epsilon,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Adagrad(LearningRate learningRate, double initialAccumulatorValue, double epsilon, OptimizerOptions options, string? name)
        : base(learningRate, options, name)
    {
        InitialAccumulatorValue = Guard.NotNegative(initialAccumulatorValue, ClassName);
        Epsilon = Guard.NotNegative(epsilon, ClassName);
    }

    /// <summary>Start of the sums of squares.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override void CreateSlots() => _accumulators = AddSlots("accumulator", (float)InitialAccumulatorValue);

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        SymbolicTensor sum = context.Assign(_accumulators[index], _accumulators[index] + Ops.Square(gradient));
        context.Assign(weight, weight - context.LearningRate * gradient / Ops.Sqrt(sum + Epsilon));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("initial_accumulator_value", InitialAccumulatorValue).Write("epsilon", Epsilon);
    }
}
