using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Repeats axes of size 1, and missing leading axes, up to the target shape.</summary>
internal sealed record BroadcastOp(Shape Target) : Op
{
    public override string Name => "broadcast";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (BinaryOp.Broadcast(inputs[0].Shape, Target) != Target)
            throw new ShapeMismatchException($"A tensor of shape {inputs[0].Shape} cannot be broadcast to {Target}.");
        return [new(Target)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.SumTo(outputGradients[0]!, node.Inputs[0].Shape)];
}
