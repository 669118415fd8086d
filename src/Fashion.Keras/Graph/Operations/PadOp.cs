using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Surrounds a tensor with a constant: Before and After elements per axis.</summary>
internal sealed record PadOp(Shape Before, Shape After, float Fill = 0) : Op
{
    public override string Name => "pad";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (Before.Rank != shape.Rank || After.Rank != shape.Rank)
            throw new ShapeMismatchException(
                $"Ops.Pad: padding of {Before} before and {After} after needs a tensor with as many axes, not {shape}.");
        var sizes = new int[shape.Rank];
        for (int i = 0; i < sizes.Length; i++)
            if (Before[i] < 0 || After[i] < 0)
                throw new ShapeMismatchException(
                    $"Ops.Pad: padding of ({string.Join(", ", Before)}) before and ({string.Join(", ", After)}) after must not be negative.");
            else sizes[i] = Sizes.Axis((long)Before[i] + shape[i] + After[i], "A padded axis");
        return [new(sizes)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new SliceOp(Before, node.Inputs[0].Shape), outputGradients[0]!)];
}
