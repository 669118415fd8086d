using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Matrix product of the last two axes. Inputs: left (..., rows, inner) and right (..., inner, columns), each with these two axes exchanged
/// where it is transposed. Leading axes agree (a batch of products), or are missing on the right (one matrix for all). Output: (..., rows,
/// columns).
/// </summary>
/// <param name="TransposeLeft">Whether the left side is (..., inner, rows).</param>
/// <param name="TransposeRight">Whether the right side is (..., columns, inner).</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record MatMulOp(bool TransposeLeft = false, bool TransposeRight = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "matmul";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape left = inputs[0].Shape, right = inputs[1].Shape;
        if (left.Rank < 2 || right.Rank < 2)
            throw new ShapeMismatchException($"A matrix product needs at least two axes on both sides, not {left} and {right}.");
        (int rows, int inner) = TransposeLeft ? (left[^1], left[^2]) : (left[^2], left[^1]);
        (int inner2, int columns) = TransposeRight ? (right[^1], right[^2]) : (right[^2], right[^1]);
        if (inner != inner2) throw new ShapeMismatchException($"A matrix product of {left} and {right} is not possible: the inner sizes " +
            $"{inner} and {inner2} differ.");
        if (right.Rank > 2 && right[..^2] != left[..^2])
            throw new ShapeMismatchException($"A batch of matrix products needs the same leading axes, not {left} and {right}.");
        return [new((int[])[.. left[..^2], rows, columns])];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        // The left gradient comes first: an optimizer step fused into a weight's gradient must follow its last reader.
        Value left = node.Inputs[0], right = node.Inputs[1], gradient = outputGradients[0]!;
        Value? leftGradient = needed.Contains(left) ? LeftGradient(graph, left, right, gradient) : null;
        Value? rightGradient = needed.Contains(right) ? RightGradient(graph, left, right, gradient) : null;
        return [leftGradient, rightGradient];
    }

    private Value LeftGradient(GraphBuilder graph, Value left, Value right, Value gradient)
    {
        if (!TransposeLeft) return graph.Add(new MatMulOp(false, !TransposeRight), gradient, right);
        // One matrix for a whole batch may only stand on the right, so its product is transposed afterwards.
        return right.Shape.Rank < left.Shape.Rank
            ? graph.TransposeMatrices(graph.Add(new MatMulOp(false, !TransposeRight), gradient, right))
            : graph.Add(new MatMulOp(TransposeRight, true), right, gradient);
    }

    private Value RightGradient(GraphBuilder graph, Value left, Value right, Value gradient)
    {
        bool transposeLeft = TransposeLeft;
        if (right.Shape.Rank < left.Shape.Rank)
        {
            // One matrix for a whole batch sums over the batch: one product of tall matrices.
            if (transposeLeft) left = graph.TransposeMatrices(left);
            transposeLeft = false;
            left = Tall(graph, left);
            gradient = Tall(graph, gradient);
        }
        return TransposeRight
            ? graph.Add(new MatMulOp(true, transposeLeft), gradient, left)
            : graph.Add(new MatMulOp(!transposeLeft, false), left, gradient);
    }

    private static Value Tall(GraphBuilder graph, Value x) => graph.Reshape(x, [x.Shape[..^1].ElementCount, x.Shape[^1]]);
}
