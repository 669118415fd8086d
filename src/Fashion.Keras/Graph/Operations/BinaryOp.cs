using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Functions of two numbers, applied element by element. Comparisons give 1 or 0.</summary>
internal enum BinaryKind
{
    Add, Subtract, Multiply, Divide, Maximum, Minimum, Power, Greater, GreaterOrEqual, Equal,
}

/// <summary>
/// z = f(x, y) with the usual broadcasting: shapes are aligned at their last axes, and an axis of size 1 is repeated.
/// Maximum and Minimum pass NaN on; at a tie the gradient goes to the first argument (clip lets it through at its bounds).
/// </summary>
internal sealed record BinaryOp(BinaryKind Kind) : Op
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Broadcast(inputs[0].Shape, inputs[1].Shape))];

    /// <summary>Shape of two tensors combined.</summary>
    public static Shape Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Rank ? left[^i] : 1, r = i <= right.Rank ? right[^i] : 1;
            if (l != r && l != 1 && r != 1)
                throw new ShapeMismatchException($"Shapes {left} and {right} cannot be combined element by element: axis {rank - i} has {l} against {r} elements, and neither is 1.");
            sizes[^i] = l == 1 ? r : l;
        }
        return sizes;
    }
}
