namespace Fashion.Keras.Optimizers;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter, 2017): ahead of each step every weight loses
/// w * weightDecay * lr; biases and gammas too, unless left out with <see cref="Optimizer.ExcludeFromWeightDecay"/>.
/// </summary>
public sealed class AdamW : Adam
{
    /// <summary>Makes an AdamW.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="weightDecay">Share of each weight that a step takes away, times the learning rate.</param>
    /// <param name="beta1">Weight of the old value in the mean of the gradients, in [0, 1].</param>
    /// <param name="beta2">Weight of the old value in the mean of their squares, in [0, 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="amsgrad">Whether the largest mean of squares so far divides, instead of the present one.</param>
    /// <param name="clipnorm">Largest norm of each gradient; null for no limit. At most one of the three limits can be set.</param>
    /// <param name="clipvalue">Largest absolute value of each gradient element; null for no limit.</param>
    /// <param name="globalClipnorm">Largest norm of all gradients together; null for no limit.</param>
    /// <param name="useEma">Whether to keep a moving average of the weights, which replaces them at the end of Fit.</param>
    /// <param name="emaMomentum">Weight of the old value in that average.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average replaces the weights; null for never before the end.</param>
    /// <param name="lossScaleFactor">Factor of the loss, by which gradients are divided again; null for 1.</param>
    /// <param name="gradientAccumulationSteps">How many batches' gradients are averaged before a step is taken; null for one.</param>
    /// <param name="name">Its name; null for the class in snake case.</param>
    public AdamW(
        LearningRate? learningRate = null, double weightDecay = 0.004, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        bool amsgrad = false,
        double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, beta1, beta2, epsilon, amsgrad,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal AdamW(LearningRate learningRate, double beta1, double beta2, double epsilon, bool amsgrad, OptimizerOptions options,
        string? name)
        : base(learningRate, beta1, beta2, epsilon, amsgrad, options with { WeightDecay = options.WeightDecay ?? 0.004 }, name)
    {
    }
}
