using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Tensors concatenated along an axis; all other axes must agree.</summary>
internal sealed record ConcatOp(int Axis) : Op
{
    public override string Name => "concat";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape first = inputs[0].Shape;
        if (Axis >= first.Rank)
            throw new ShapeMismatchException($"Tensors of shape {first} cannot be concatenated along axis {Axis}: they have no such axis.");
        long size = 0;
        foreach (TensorSpec input in inputs)
        {
            if (input.Shape.Rank != first.Rank || input.Shape.With(Axis, first[Axis]) != first)
                throw new ShapeMismatchException(
                    $"Shapes {first} and {input.Shape} cannot be concatenated along axis {Axis}: all other axes must agree.");
            size += input.Shape[Axis];
        }
        return [inputs[0] with { Shape = first.With(Axis, Sizes.Axis(size, "A concatenated axis")) }];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        var gradients = new Value?[node.Inputs.Length];
        Shape start = new int[node.Output.Shape.Rank];
        for (int i = 0; i < gradients.Length; i++)
        {
            Shape part = node.Inputs[i].Shape;
            if (needed.Contains(node.Inputs[i])) gradients[i] = graph.Add(new SliceOp(start, part), outputGradients[0]!);
            start = start.With(Axis, start[Axis] + part[Axis]);
        }
        return gradients;
    }
}
