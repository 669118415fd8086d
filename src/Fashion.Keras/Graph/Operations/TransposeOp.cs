using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Axes in another order. Input: a tensor. Output: its axis i is the input's axis Axes[i].</summary>
/// <param name="Axes">Every axis of the input, once.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record TransposeOp(Shape Axes) : Op
{
    /// <inheritdoc/>
    public override string Name => "transpose";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (!Axes.Order().SequenceEqual(Enumerable.Range(0, shape.Rank)))
            throw new ShapeMismatchException(
                $"The axes of {shape} cannot be put in the order {Axes}: every axis from 0 to {shape.Rank - 1} must be named once.");
        return [inputs[0] with { Shape = Axes.Select(a => shape[a]).ToArray() }];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        var inverse = new int[Axes.Rank];
        for (int i = 0; i < inverse.Length; i++) inverse[Axes[i]] = i;
        return [graph.Add(new TransposeOp(inverse), outputGradients[0]!)];
    }
}
