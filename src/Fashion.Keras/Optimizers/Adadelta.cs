using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Optimizers;

/// <summary>
/// Adadelta (Zeiler, 2012): G = rho G + (1 - rho) g^2; d = -g * sqrt(D + epsilon) / sqrt(G + epsilon);
/// D = rho D + (1 - rho) d^2; w += lr * d. The paper has lr = 1.
/// </summary>
public sealed class Adadelta : Optimizer
{
    private (Variable Gradients, Variable Deltas)[] _slots = [];

    /// <summary>Makes an Adadelta.</summary>
    /// <param name="learningRate">Learning rate or schedule; 0.001 when left out.</param>
    /// <param name="rho">Weight of the old value in both means, in [0, 1].</param>
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
    public Adadelta(
        LearningRate? learningRate = null, double rho = 0.95, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null)
        : this(learningRate ?? 0.001, rho, epsilon,
            new OptimizerOptions(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
                lossScaleFactor, gradientAccumulationSteps), name)
    {
    }

    internal Adadelta(LearningRate learningRate, double rho, double epsilon, OptimizerOptions options, string? name)
        : base(learningRate, options, name)
    {
        Rho = Guard.InRange(rho, 0, 1, ClassName);
        Epsilon = Guard.NotNegative(epsilon, ClassName);
    }

    /// <summary>Weight of the old value in both means.</summary>
    public double Rho { get; }

    /// <summary>Keeps the quotient finite.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    protected override void CreateSlots() =>
        _slots = [.. Weights.Select(w => (AddSlot(w, "accumulated_grad"), AddSlot(w, "accumulated_delta_var")))];

    /// <inheritdoc/>
    protected override void Update(UpdateContext context, int index, Variable weight, SymbolicTensor gradient)
    {
        (Variable gradients, Variable deltas) = _slots[index];
        SymbolicTensor squares = context.Blend(gradients, Rho, Ops.Square(gradient));
        SymbolicTensor delta = -gradient * Ops.Sqrt(deltas + (SymbolicTensor)Epsilon) / Ops.Sqrt(squares + Epsilon);
        context.Blend(deltas, Rho, Ops.Square(delta));
        context.Assign(weight, weight + context.LearningRate * delta);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("rho", Rho).Write("epsilon", Epsilon);
    }
}
