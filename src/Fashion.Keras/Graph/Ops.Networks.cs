using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Matrix products, softmax and other whole-row work.
public static partial class Ops
{
    /// <summary>
    /// Matrix product over the last two axes. A left side of rank above 2 against a matrix is a product over its last axis,
    /// as in Dense.
    /// </summary>
    public static SymbolicTensor MatMul(SymbolicTensor x, SymbolicTensor y, bool transposeX = false, bool transposeY = false)
    {
        // Between layers a transposition is an operation of its own, as in Keras.
        if (x is { IsBetweenLayers: true } || y is { IsBetweenLayers: true })
            return Product(transposeX ? TransposeMatrices(x) : x, transposeY ? TransposeMatrices(y) : y, false, false);
        return Product(x, y, transposeX, transposeY);
    }

    private static SymbolicTensor Product(SymbolicTensor x, SymbolicTensor y, bool transposeX, bool transposeY) =>
        Write(nameof(MatMul), [x, y], (g, v) => g.Add(new MatMulOp(transposeX, transposeY), v[0], v[1]));

    private static SymbolicTensor TransposeMatrices(SymbolicTensor x)
    {
        int[] order = x.Shape.AllAxes;
        (order[^1], order[^2]) = (order[^2], order[^1]);
        return Transpose(x, order);
    }

    /// <summary>exp(x) / sum(exp(x)) along an axis, computed without overflow.</summary>
    public static SymbolicTensor Softmax(SymbolicTensor x, int axis = -1) => AlongLast(x, axis, last => Write(nameof(Softmax), [last], (g, v) =>
    {
        if (v[0].Shape is { Rank: > 0 } shape && shape[^1] == 1)
            g.Warn($"softmax over axis {axis} of a tensor of shape {x.Shape.With(0, Shape.Unknown)}, where the axis has size 1, always gives 1. Did you mean sigmoid?");
        return g.Add(new SoftmaxOp(), v[0]);
    }, LastAxis));

    /// <summary>Logarithm of <see cref="Softmax(SymbolicTensor, int)"/>, computed without overflow.</summary>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int axis = -1) => AlongLast(x, axis, last => Write(nameof(LogSoftmax), [last], (g, v) => g.Add(new SoftmaxOp(Log: true), v[0]), LastAxis));

    /// <summary><see cref="Softmax(SymbolicTensor, int)"/> over several axes together.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    public static SymbolicTensor Softmax(SymbolicTensor x, int[] axes) => AlongAll(nameof(Softmax), x, axes, rows => Softmax(rows));

    /// <summary>Logarithm of <see cref="Softmax(SymbolicTensor, int[])"/>, computed without overflow.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; negative ones count from the last.</param>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int[] axes) => AlongAll(nameof(LogSoftmax), x, axes, rows => LogSoftmax(rows));

    private static SymbolicTensor AlongAll(string name, SymbolicTensor x, int[] axes, Func<SymbolicTensor, SymbolicTensor> row)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(axes);
        // Keras's operation takes several axes on some engines only; its transpositions do the same on all of them.
        bool apart = x.IsBetweenLayers && x.Shape.Count(size => size == Shape.Unknown) <= 1 && !axes.Any(axis => x.Shape[x.Shape.Axis(axis)] == Shape.Unknown);
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
