using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>A block of a tensor. Input: a tensor. Output: of the shape Size.</summary>
/// <param name="Start">First place of each axis.</param>
/// <param name="Size">Elements of each axis.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SliceOp(Shape Start, Shape Size) : Op
{
    /// <inheritdoc/>
    public override string Name => "slice";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (Start.Rank != shape.Rank || Size.Rank != shape.Rank)
            throw new ShapeMismatchException(
                $"A part of the sizes {Size} that begins at {Start} needs a tensor with as many axes, not {shape}.");
        for (int i = 0; i < shape.Rank; i++)
            if (Start[i] < 0 || Size[i] < 0 || (long)Start[i] + Size[i] > shape[i])
                throw new ShapeMismatchException(
                    $"A part of the sizes {Size} that begins at {Start} does not lie inside a tensor of shape {shape}.");
        return [inputs[0] with { Shape = Size }];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Shape whole = node.Inputs[0].Shape;
        int[] after = [.. whole.Select((size, i) => size - Start[i] - Size[i])];
        return [graph.Add(new PadOp(Start, after), outputGradients[0]!)];
    }
}
