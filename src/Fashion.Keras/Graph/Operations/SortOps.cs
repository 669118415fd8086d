using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// The order of the numbers along the last axis: their places, as floats, from the smallest (or largest), equal ones as they stand. NaN
/// counts as larger than everything. Input: a tensor (..., size). Output: of the same shape.
/// </summary>
/// <param name="Descending">Whether the largest come first.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ArgSortOp(bool Descending = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "argsort";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Rank > 0 ? [new(inputs[0].Shape)] : throw new ShapeMismatchException("A number cannot be sorted: it has no axis.");
}

/// <summary>
/// How many numbers of a sorted row are smaller than each number of a tensor, as floats; with Right smaller or equal. NaN counts as larger
/// than everything. Inputs: the row (size,) and the tensor. Output: of the tensor's shape.
/// </summary>
/// <param name="Right">Whether equal ones count.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SearchSortedOp(bool Right = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "search_sorted";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Rank == 1 ? [new(inputs[1].Shape)]
            : throw new ShapeMismatchException($"Numbers are looked up in a sorted row, not in a tensor of shape {inputs[0].Shape}.")
            { Received = inputs[0].Shape };
}
