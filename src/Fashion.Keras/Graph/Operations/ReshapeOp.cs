using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>The same elements, row-major, under another shape.</summary>
internal sealed record ReshapeOp(Shape Target) : Op
{
    public override string Name => "reshape";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape.ElementCount != Target.ElementCount)
            throw new ShapeMismatchException($"A tensor of shape {inputs[0].Shape} ({inputs[0].Shape.ElementCount} elements) cannot be " +
                $"reshaped to {Target} ({Target.ElementCount} elements).")
            { Received = inputs[0].Shape };
        return [inputs[0] with { Shape = Target }];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Reshape(outputGradients[0]!, node.Inputs[0].Shape)];
}
