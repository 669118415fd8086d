using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// RMSprop (Hinton, 2012): s = rho * s + (1 - rho) g^2; w -= lr * g / sqrt(s + epsilon); centered: the square of the mean
/// gradient is taken off s. With momentum the increments are summed: b = momentum * b + increment; w -= b. Epsilon is
/// inside the root, unlike in PyTorch.
/// </summary>
public sealed class RMSprop : Optimizer
{
    private Variable[] _velocities = [], _momentums = [], _averageGradients = [];

    /// <summary>Makes an RMSprop.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="rho">Weight of the old value in the mean of the squares, in [0, 1].</param>
    /// <param name="momentum">Weight of the old increment; 0 for none, in [0, 1].</param>
    /// <param name="epsilon">Keeps the quotient finite.</param>
    /// <param name="centered">Whether to divide by the standard deviation instead of the root mean square.</param>
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
    public RMSprop(
        LearningRate? learningRate = null, double rho = 0.9, double momentum = 0.0, double epsilon = 1e-7, bool centered = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, rho, momentum, epsilon, centered,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal RMSprop(LearningRate learningRate, double rho, double momentum, double epsilon, bool centered, OptimizerOptions options,
        string? name) : base(learningRate, options, name)
    {
        Rho = Guard.InRange(rho, 0, 1, ClassName);
        Momentum = Guard.InRange(momentum, 0, 1, ClassName);
        Epsilon = Guard.NotNegative(epsilon, ClassName);
        Centered = centered;
    }

    /// <summary>Weight of the old value in the mean of the squares.</summary>
    public double Rho { get; }

    /// <summary>Weight of the old increment; 0 for none.</summary>
    public double Momentum { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <summary>Whether it divides by the standard deviation.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        _velocities = AddSlots("velocity");
        if (Momentum > 0) _momentums = AddSlots("momentum");
        if (Centered) _averageGradients = AddSlots("average_gradient");
    }

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        SymbolicTensor variance = context.Blend(_velocities[index], Rho, Ops.Square(gradient));
        if (Centered)
        {
            SymbolicTensor mean = context.Blend(_averageGradients[index], Rho, gradient);
            variance -= Ops.Square(mean);
        }
        SymbolicTensor increment = context.LearningRate * gradient / Ops.Sqrt(variance + Epsilon);
        if (Momentum > 0) increment = context.Assign(_momentums[index], Momentum * (SymbolicTensor)_momentums[index] + increment);
        context.Assign(weight, weight - increment);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("rho", Rho).Write("momentum", Momentum).Write("epsilon", Epsilon).Write("centered", Centered);
    }
}
