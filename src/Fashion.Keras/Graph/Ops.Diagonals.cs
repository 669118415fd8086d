using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Diagonals and triangles of matrices.
public static partial class Ops
{
    /// <summary>A diagonal of a matrix, or the matrix with a row of numbers on a diagonal.</summary>
    /// <param name="x">A matrix, or a row.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor Diag(SymbolicTensor x, int k = 0) => Formula(nameof(Diag), x, x => x.Shape.Rank switch
    {
        1 => OnDiagonal(x, k),
        2 => Diagonal(x, k),
        _ => throw new ShapeMismatchException($"Ops.Diag takes a row or a matrix, not {x.Shape}.") { Received = x.Shape },
    }, ("k", k));

    /// <summary>The matrix with all numbers of a tensor on a diagonal.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor DiagFlat(SymbolicTensor x, int k = 0) =>
        Formula(nameof(DiagFlat), x, x => OnDiagonal(Ravel(x), k), ("k", k));

    /// <summary>The diagonals of matrices along a new last axis.</summary>
    /// <param name="x">Matrices in two of its axes.</param>
    /// <param name="offset">The diagonal: 0 the main one, above 0 to the right of it.</param>
    /// <param name="axis1">The axis of the rows.</param>
    /// <param name="axis2">The axis of the columns.</param>
    public static SymbolicTensor Diagonal(SymbolicTensor x, int offset = 0, int axis1 = 0,
        int axis2 = 1) => Formula(nameof(Diagonal), x, x =>
    {
        int a = x.Shape.Axis(axis1), b = x.Shape.Axis(axis2), rows = x.Shape[a], columns = x.Shape[b];
        SymbolicTensor last = Transpose(x, [.. x.Shape.AllAxes.Where(i => i != a && i != b), a, b]);
        int size = Math.Max(Math.Min(rows - Math.Max(-offset, 0), columns - Math.Max(offset, 0)), 0),
            start = offset >= 0 ? offset : -offset * columns;
        SymbolicTensor flat = Reshape(last, (int[])[.. last.Shape[..^2], rows * columns]);
        return Pick(flat, -1, _ => Enumerable.Range(0, size).Select(i => start + i * (columns + 1)));
    }, ("offset", offset), ("axis1", axis1), ("axis2", axis2));

    /// <summary>The sum of a diagonal of matrices.</summary>
    /// <param name="x">Matrices in two of its axes.</param>
    /// <param name="offset">The diagonal: 0 the main one, above 0 to the right of it.</param>
    /// <param name="axis1">The axis of the rows.</param>
    /// <param name="axis2">The axis of the columns.</param>
    public static SymbolicTensor Trace(SymbolicTensor x, int offset = 0, int axis1 = 0, int axis2 = 1) =>
        Formula(nameof(Trace), x, x => Sum(Diagonal(x, offset, axis1, axis2), -1), ("offset", offset), ("axis1", axis1), ("axis2", axis2));

    /// <summary>Matrices (the last two axes) with zeros above a diagonal.</summary>
    /// <param name="x">Two axes at least.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor Tril(SymbolicTensor x, int k = 0) =>
        Formula(nameof(Tril), x, x => Where(Tri(x.Shape[^2], x.Shape[^1], k), x, 0), ("k", k));

    /// <summary>Matrices (the last two axes) with zeros below a diagonal.</summary>
    /// <param name="x">Two axes at least.</param>
    /// <param name="k">The diagonal: 0 the main one, above 0 to the right of it.</param>
    public static SymbolicTensor Triu(SymbolicTensor x, int k = 0) =>
        Formula(nameof(Triu), x, x => Where(Tri(x.Shape[^2], x.Shape[^1], k - 1), 0, x), ("k", k));

    private static SymbolicTensor OnDiagonal(SymbolicTensor row, int k)
    {
        int above = Math.Max(k, 0), below = Math.Max(-k, 0), size = row.Shape[0];
        return Pad(Where(Eye(size), Reshape(row, [size, 1]), 0), [below, above], [above, below]);
    }
}
