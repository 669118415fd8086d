using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Matrix products, softmax and other whole-row work.
public static partial class Ops
{
    /// <summary>
    /// Matrix product over the last two axes. A left side of rank above 2 against a matrix is a product over its last axis,
    /// as in Dense. Other leading axes are broadcast; a vector is a row on the left and a column on the right.
    /// </summary>
    public static SymbolicTensor MatMul(SymbolicTensor x, SymbolicTensor y, bool transposeX = false, bool transposeY = false)
    {
        // Between layers a transposition is an operation of its own, as in Keras.
        if (x is { IsBetweenLayers: true } || y is { IsBetweenLayers: true })
            return Product(transposeX ? TransposeMatrices(x) : x, transposeY ? TransposeMatrices(y) : y, false, false);
        return Product(x, y, transposeX, transposeY);
    }

    private static SymbolicTensor Product(SymbolicTensor x, SymbolicTensor y, bool transposeX, bool transposeY) =>
        Write(nameof(MatMul), [x, y], (g, v) =>
        {
            Shape left = v[0].Shape, right = v[1].Shape;
            if (left.Rank > 1 && right.Rank > 1 && (right.Rank == 2 || left[..^2] == right[..^2]))
                return g.Add(new MatMulOp(transposeX, transposeY), v[0], v[1]);
            return Broadcast(new GraphTensor(v[0]), new GraphTensor(v[1]), transposeX, transposeY).Resolve(g);
        });

    // A vector is a matrix of one row, or on the right one of one column, whose axis vanishes again; other leading axes are broadcast.
    private static SymbolicTensor Broadcast(SymbolicTensor x, SymbolicTensor y, bool transposeX, bool transposeY)
    {
        if (x.Shape.Rank == 0 || y.Shape.Rank == 0)
            throw new ShapeMismatchException($"A matrix product needs vectors or matrices, not {x.Shape} and {y.Shape}.")
            { Received = x.Shape };
        bool row = x.Shape.Rank == 1, column = y.Shape.Rank == 1;
        if (transposeX && !row) x = TransposeMatrices(x);
        if (transposeY && !column) y = TransposeMatrices(y);
        if (row) x = ExpandDims(x, 0);
        if (column) y = ExpandDims(y, 1);
        Shape outer = BinaryOp.Broadcast(x.Shape[..^2], y.Shape[..^2]);
        x = BroadcastTo(x, (int[])[.. outer, .. x.Shape[^2..]]);
        if (y.Shape.Rank > 2) y = BroadcastTo(y, (int[])[.. outer, .. y.Shape[^2..]]);
        SymbolicTensor product = Product(x, y, false, false);
        if (column) product = Squeeze(product, -1);
        return row ? Squeeze(product, column ? -1 : -2) : product;
    }

    private static SymbolicTensor TransposeMatrices(SymbolicTensor x)
    {
        int[] order = x.Shape.AllAxes;
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Transpose(x, order);
    }

    /// <summary>exp(x) / sum(exp(x)) along an axis, computed without overflow.</summary>
    public static SymbolicTensor Softmax(SymbolicTensor x,
        int axis = -1) => AlongLast(x, axis, last => Write(nameof(Softmax), [last], (g, v) =>
    {
        if (v[0].Shape is { Rank: > 0 } shape && shape[^1] == 1)
            g.Warn($"softmax over axis {axis} of a tensor of shape {x.Shape.With(0, Shape.Unknown)}, where the axis has size 1, always " +
                "gives 1. Did you mean sigmoid?");
        return g.Add(new SoftmaxOp(), v[0]);
    }, LastAxis));

    /// <summary>Logarithm of <see cref="Softmax(SymbolicTensor, int)"/>, computed without overflow.</summary>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int axis = -1) =>
        AlongLast(x, axis, last => Write(nameof(LogSoftmax), [last], (g, v) => g.Add(new SoftmaxOp(Log: true), v[0]), LastAxis));

    /// <summary><see cref="Softmax(SymbolicTensor, int)"/> over several axes together.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    public static SymbolicTensor Softmax(SymbolicTensor x, int[] axes) => AlongAll(nameof(Softmax), x, axes, rows => Softmax(rows));

    /// <summary>Logarithm of <see cref="Softmax(SymbolicTensor, int[])"/>, computed without overflow.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int[] axes) =>
        AlongAll(nameof(LogSoftmax), x, axes, rows => LogSoftmax(rows));

    /// <summary><see cref="Softmax(SymbolicTensor, int)"/> over several axes together.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; negative ones count from the last; null for all.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Softmax(SymbolicTensor x, Axes axis) => Softmax(x, axis.Numbers ?? x.Shape.AllAxes);

    /// <summary>Logarithm of <see cref="Softmax(SymbolicTensor, int[])"/>, computed without overflow.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; negative ones count from the last; null for all.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, Axes axis) => LogSoftmax(x, axis.Numbers ?? x.Shape.AllAxes);

    private static SymbolicTensor AlongAll(string name, SymbolicTensor x, int[] axes, Func<SymbolicTensor, SymbolicTensor> row)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        // Keras's operation takes several axes on some engines only; its transpositions do the same on all of them.
        bool apart = x.IsBetweenLayers && x.Shape.Count(size => size == Shape.Unknown) <= 1
            && !axes.Any(axis => x.Shape[x.Shape.Axis(axis)] == Shape.Unknown);
        return apart ? Joined(x) : Compose(name, [x], inputs => Joined(inputs[0]), () => new JsonObject { ["axis"] = Sizes(axes) });

        // Side by side as one last axis, and back.
        SymbolicTensor Joined(SymbolicTensor values)
        {
            int[] joined = [.. axes.Select(values.Shape.Axis).Distinct().Order()];
            int[] order = [.. values.Shape.AllAxes.Except(joined), .. joined];
            SymbolicTensor moved = Transpose(values, order);
            SymbolicTensor rows = Reshape(moved, (int[])[.. moved.Shape[..^joined.Length], moved.Shape[^joined.Length..].ElementCount]);
            return Transpose(Reshape(row(rows), moved.Shape), [.. values.Shape.AllAxes.Select(i => Array.IndexOf(order, i))]);
        }
    }

    // Row operations work along the last axis; another one is moved there and back.
    private static SymbolicTensor AlongLast(SymbolicTensor x, int axis, Func<SymbolicTensor, SymbolicTensor> row)
    {
        ArgumentNullException.ThrowIfNull(x);
        int at = x.Shape.Axis(axis);
        if (at == x.Shape.Rank - 1) return row(x);
        int[] order = x.Shape.AllAxes;
        (order[at], order[^1]) = (order[^1], order[at]);
        return Transpose(row(Transpose(x, order)), order);
    }

    private static JsonObject LastAxis() => new() { ["axis"] = -1 };
}
