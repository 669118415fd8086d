using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// One step of gradient descent in place. Inputs: gradient, learning rate. Without momentum w -= lr * g; with it
/// v = momentum * v - lr * g, then w += v, or w += momentum * v - lr * g (Nesterov).
/// </summary>
internal sealed record SgdUpdateOp(Variable Weight, Variable? Velocity, float Momentum, bool Nesterov) : Op
{
    public override string Name => "sgd";

    public override IReadOnlyList<Variable> Written => Velocity is null ? [Weight] : [Weight, Velocity];

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        CheckGradient(Weight, inputs[0].Shape);
        return [];
    }

    /// <summary>A gradient has the shape of its weight.</summary>
    public static void CheckGradient(Variable weight, Shape gradient)
    {
        if (gradient != weight.Shape) throw new ShapeMismatchException($"Weight '{weight.Path}' of shape {weight.Shape} cannot be " +
            $"updated by a gradient of shape {gradient}.");
    }
}
