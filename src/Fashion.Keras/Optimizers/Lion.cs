using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>Lion (Chen et al., 2023): w -= lr * sign(beta1 * m + (1 - beta1) g); then m = beta2 * m + (1 - beta2) g.</summary>
public sealed class Lion : Optimizer
{
    private Variable[] _momentums = [];

    /// <summary>Makes a Lion.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="beta1">Weight of the mean against the gradient in the step, in [0, 1].</param>
    /// <param name="beta2">Weight of the old value in the mean of the gradients, in [0, 1].</param>
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
    public Lion(
        LearningRate? learningRate = null, double beta1 = 0.9, double beta2 = 0.99,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Lion(LearningRate learningRate, double beta1, double beta2, OptimizerOptions options, string? name)
        : base(learningRate, options, name)
    {
        Beta1 = Guard.InRange(beta1, 0, 1, ClassName);
        Beta2 = Guard.InRange(beta2, 0, 1, ClassName);
    }

    /// <summary>Weight of the mean against the gradient in the step.</summary>
    public double Beta1 { get; }

    /// <summary>Weight of the old value in the mean of the gradients.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    protected override void CreateSlots() => _momentums = AddSlots("momentum");

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        Variable momentum = _momentums[index];
        context.Assign(weight, weight - context.LearningRate * Ops.Sign(Beta1 * (SymbolicTensor)momentum + (1 - Beta1) * gradient));
        context.Blend(momentum, Beta2, gradient);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("beta_1", Beta1).Write("beta_2", Beta2);
    }
}
