using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Elements of each row at places. Inputs: a tensor (..., size) and places (..., count), floats, truncated. Output: of the places' shape. A
/// place out of range ends the run with an error.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed record TakeAlongOp : Op
{
    /// <inheritdoc/>
    public override string Name => "take_along";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape, positions = inputs[1].Shape;
        if (x.Rank == 0 || x.Rank != positions.Rank || x[..^1] != positions[..^1])
            throw new ShapeMismatchException(
                $"Elements of {x} cannot be taken at positions of shape {positions}: all axes but the last must agree.");
        return [new(positions)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AddAlongOp(node.Inputs[0].Shape[^1]), node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>
/// Adds elements into rows of zeros, in their order; gradient of <see cref="TakeAlongOp"/>. Inputs: places (..., count), floats, truncated,
/// and elements of the same shape. Output: (..., Size). A place out of range ends the run with an error.
/// </summary>
/// <param name="Size">Size of a row.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AddAlongOp(int Size) : Op
{
    /// <inheritdoc/>
    public override string Name => "add_along";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape.With(inputs[0].Shape.Rank - 1, Size))];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [null, graph.Add(new TakeAlongOp(), outputGradients[0]!, node.Inputs[0])];
}
