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

    /// <summary>Logarithm of <see cref="Softmax"/>, computed without overflow.</summary>
    public static SymbolicTensor LogSoftmax(SymbolicTensor x, int axis = -1) => AlongLast(x, axis, last => Write(nameof(LogSoftmax), [last], (g, v) => g.Add(new SoftmaxOp(Log: true), v[0]), LastAxis));

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
