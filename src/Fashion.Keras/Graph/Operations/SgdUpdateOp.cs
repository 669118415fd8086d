using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// One step of gradient descent, in place. Inputs: gradient g, of the weight's shape, and the learning rate lr, a scalar. No outputs.
/// Without momentum w -= lr g; with it v = momentum v - lr g, then w += v, or w += momentum v - lr g (Nesterov).
/// </summary>
/// <param name="Weight">w, which is changed.</param>
/// <param name="Velocity">v, of the same shape, changed; null without momentum.</param>
/// <param name="Momentum">The momentum, in [0, 1].</param>
/// <param name="Nesterov">Whether the momentum is Nesterov's.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SgdUpdateOp(Variable Weight, Variable? Velocity, float Momentum, bool Nesterov) : Op
{
    /// <inheritdoc/>
    public override string Name => "sgd";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Written => Velocity is null ? [Weight] : [Weight, Velocity];

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        CheckGradient(Weight, inputs[0].Shape);
        return [];
    }

    /// <summary>A gradient has the shape of its weight.</summary>
    internal static void CheckGradient(Variable weight, Shape gradient)
    {
        if (gradient != weight.Shape) throw new ShapeMismatchException($"Weight '{weight.Path}' of shape {weight.Shape} cannot be " +
            $"updated by a gradient of shape {gradient}.");
    }
}
