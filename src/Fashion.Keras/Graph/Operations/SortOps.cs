using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// The order of the numbers along the last axis: their positions, from the smallest (or largest), equal ones as they stand. NaN
/// counts as larger than everything. Not differentiable; sorted numbers are taken by their positions.
/// </summary>
internal sealed record ArgSortOp(bool Descending = false) : Op
{
    public override string Name => "argsort";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Rank > 0 ? [new(inputs[0].Shape)] : throw new ShapeMismatchException("A number cannot be sorted: it has no axis.");
}

/// <summary>
/// How many numbers of a sorted row (input 0) are smaller than each of input 1; with Right smaller or equal. NaN counts as larger than
/// everything. Not differentiable.
/// </summary>
internal sealed record SearchSortedOp(bool Right = false) : Op
{
    public override string Name => "search_sorted";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        inputs[0].Shape.Rank == 1 ? [new(inputs[1].Shape)]
            : throw new ShapeMismatchException($"Numbers are looked up in a sorted row, not in a tensor of shape {inputs[0].Shape}.")
            { Received = inputs[0].Shape };
}
