using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// A product with a weight matrix, its bias and its activation: input 0 (..., inputs), input 1 (inputs, units), input 2, if there, (units).
/// </summary>
/// <param name="Activation">What is applied to the sums; null for nothing.</param>
internal sealed record DenseOp(UnaryKind? Activation) : Op
{
    public override string Name => Activation is { } kind ? $"dense + {kind.ToString().ToLowerInvariant()}" : "dense";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(inputs[0].Shape.With(inputs[0].Shape.Rank - 1, inputs[1].Shape[1]))];
}
