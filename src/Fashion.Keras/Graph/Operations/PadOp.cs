using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Surrounds a tensor with a constant. Input: a tensor. Output: axis i is Before[i] + size + After[i].</summary>
/// <param name="Before">Elements before each axis.</param>
/// <param name="After">Elements after each axis.</param>
/// <param name="Fill">The constant.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record PadOp(Shape Before, Shape After, float Fill = 0) : Op
{
    /// <inheritdoc/>
    public override string Name => "pad";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
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

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new SliceOp(Before, node.Inputs[0].Shape), outputGradients[0]!)];
}
