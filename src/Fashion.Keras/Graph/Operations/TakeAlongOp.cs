using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Elements of each row (the last axis of input 0) at the positions of the same row of input 1 (floats, truncated). A position
/// out of range ends the run with an error. Gradient: <see cref="AddAlongOp"/>.
/// </summary>
internal sealed record TakeAlongOp : Op
{
    public override string Name => "take_along";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, positions = inputs[1].Shape;
        if (x.Rank == 0 || x.Rank != positions.Rank || x[..^1] != positions[..^1])
            throw new ShapeMismatchException(
                $"Elements of {x} cannot be taken at positions of shape {positions}: all axes but the last must agree.");
        return [new(positions)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AddAlongOp(node.Inputs[0].Shape[^1]), node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>Adds elements (input 1) into zeroed rows of the given size at the positions of input 0, in their order.</summary>
internal sealed record AddAlongOp(int Size) : Op
{
    public override string Name => "add_along";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape.With(inputs[0].Shape.Rank - 1, Size))];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [null, graph.Add(new TakeAlongOp(), outputGradients[0]!, node.Inputs[0])];
}
