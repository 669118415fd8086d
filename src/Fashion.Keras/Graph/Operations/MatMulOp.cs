using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Matrix product of the last two axes, either one transposed on request; leading axes must agree (a batch of products), or
/// be missing on the right (one matrix for all).
/// </summary>
internal sealed record MatMulOp(bool TransposeLeft = false, bool TransposeRight = false) : Op
{
    public override string Name => "matmul";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape left = inputs[0].Shape, right = inputs[1].Shape;
        if (left.Rank < 2 || right.Rank < 2) throw new ShapeMismatchException($"A matrix product needs at least two axes on both sides, not {left} and {right}.");
        (int rows, int inner) = TransposeLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
        (int inner2, int columns) = TransposeRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
        if (inner != inner2) throw new ShapeMismatchException($"A matrix product of {left} and {right} is not possible: the inner sizes {inner} and {inner2} differ.");
        if (right.Rank > 2 && right[..^2] != left[..^2]) throw new ShapeMismatchException($"A batch of matrix products needs the same leading axes, not {left} and {right}.");
        return [new((int[])[.. left[..^2], rows, columns])];
    }
}
