using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Zeroes each element with probability Rate and multiplies the others by 1 / (1 - Rate). The decision for element e of
/// call site Stream in run r is a fixed function of (Seed, Stream, r, e): no mask is stored, the gradient is the same op
/// applied to the output gradient, and the thread count does not matter. Axes of size 1 in NoiseShape share one decision.
/// </summary>
internal sealed record DropoutOp(float Rate, ulong Seed, int Stream, Shape NoiseShape) : Op
{
    public override string Name => "dropout";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(this, outputGradients[0]!)];
}
