using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Tensors concatenated along an axis. Inputs: one tensor or more, all axes but that one equal. Output: the same axes, that one the sum.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ConcatOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override string Name => "concat";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
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

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
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
