namespace Fashion.Keras;

// Systems of equations, written down step by step: for matrices of some dozens of rows.
public static partial class Ops
{
    /// <summary>Determinants of matrices; not a number or infinite results follow from numbers that are not finite.</summary>
    /// <param name="x">Square matrices, (..., n, n).</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Det(SymbolicTensor x) => Formula(nameof(Det), x, x => Eliminated(nameof(Det), x, null).Determinant);

    /// <summary>Inverses of matrices. A matrix without an inverse gives numbers that are not finite, where Keras has an error.</summary>
    /// <param name="x">Square matrices, (..., n, n).</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Inv(SymbolicTensor x) => Formula(nameof(Inv), x, x =>
    {
        CheckSquare(nameof(Inv), x.Shape);
        return Eliminated(nameof(Inv), x, BroadcastTo(Eye(x.Shape[^1]), x.Shape)).Solution!;
    });

    /// <summary>The x with a x = b. A matrix without an inverse gives numbers that are not finite, where Keras has an error.</summary>
    /// <param name="a">Square matrices, (..., n, n).</param>
    /// <param name="b">Right sides: (..., n, m), or (..., n) for one.</param>
    /// <exception cref="ShapeMismatchException">No square matrices, or the right sides do not fit.</exception>
    public static SymbolicTensor Solve(SymbolicTensor a, SymbolicTensor b) => Formula(nameof(Solve), a, b, (a, b) =>
    {
        CheckSquare(nameof(Solve), a.Shape);
        bool one = b.Shape.Rank == a.Shape.Rank - 1;
        if (b.Shape.Rank == 0
            || !(one ? b.Shape.SequenceEqual(a.Shape[..^1]) : b.Shape.Rank == a.Shape.Rank && b.Shape[..^1].SequenceEqual(a.Shape[..^1])))
            throw new ShapeMismatchException($"Solve: matrices of shape {a.Shape} do not fit right sides of shape {b.Shape}.")
            { Received = b.Shape };
        SymbolicTensor solution = Eliminated(nameof(Solve), a, one ? ExpandDims(b, -1) : b).Solution!;
        return one ? Squeeze(solution, -1) : solution;
    });

    /// <summary>
    /// The triangular matrices L with L Lᵀ = x. A matrix that is not positive definite gives numbers that are not finite, where Keras has
    /// an error.
    /// </summary>
    /// <param name="x">Symmetric positive definite matrices, (..., n, n).</param>
    /// <param name="upper">Whether the result is Lᵀ.</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Cholesky(SymbolicTensor x, bool upper = false) => Formula(nameof(Cholesky), x, x =>
    {
        CheckSquare(nameof(Cholesky), x.Shape);
        int size = x.Shape[^1];
        SymbolicTensor matrices = Reshape(x, [-1, size, size]), symmetric = (matrices + Transpose(matrices, 0, 2, 1)) * 0.5;
        var columns = new List<SymbolicTensor>();
        for (int j = 0; j < size; j++)
        {
            SymbolicTensor column = symmetric[.., .., j];
            foreach (SymbolicTensor known in columns) column -= known * known[.., j..(j + 1)];
            SymbolicTensor below = column / Sqrt(column[.., j..(j + 1)]);
            columns.Add(j == 0 ? below : Pad(below[.., j..], [0, j], [0, 0]));
        }
        SymbolicTensor lower = Reshape(Stack(columns, axis: 2), x.Shape);
        return upper ? SwapAxes(lower, -1, -2) : lower;
    }, ("upper", upper));

    // Gauss and Jordan: every column gets the row with its largest number as its own, and is 0 in all other rows afterwards.
    private static (SymbolicTensor Determinant, SymbolicTensor? Solution) Eliminated(string name, SymbolicTensor matrices,
        SymbolicTensor? sides)
    {
        CheckSquare(name, matrices.Shape);
        int size = matrices.Shape[^1], width = sides is null ? size : size + sides.Shape[^1];
        SymbolicTensor all = Reshape(sides is null ? matrices : Concatenate([matrices, sides], -1), [-1, size, width]);
        SymbolicTensor determinant = Reshape(BroadcastTo(1, [all.Shape[0], 1]), [all.Shape[0]]);
        for (int k = 0; k < size; k++)
        {
            SymbolicTensor candidates = StopGradient(k == 0 ? Abs(all[.., .., k]) : Pad(Abs(all[.., k.., k]), [0, k], [0, 0], -1));
            SymbolicTensor chosen = OneHot(ArgMax(candidates), size), own = Fixed([1, size], i => i == k ? 1 : 0);
            SymbolicTensor pivots = Sum(all * ExpandDims(chosen, -1), 1), row = all[.., k, ..];
            all += ExpandDims(chosen - own, -1) * ExpandDims(row - pivots, 1);
            SymbolicTensor pivot = pivots[.., k..(k + 1)];
            determinant *= Squeeze(pivot, -1) * (2 * chosen[.., k] - 1);
            SymbolicTensor unit = pivots / pivot;
            // Its own row becomes the unit row, the others lose their share of it.
            SymbolicTensor shares = all[.., .., k] - own;
            all -= ExpandDims(shares, -1) * ExpandDims(unit, 1);
        }
        return (Reshape(determinant, matrices.Shape[..^2]), sides is null ? null : Reshape(all[.., .., size..], sides.Shape));
    }

    private static void CheckSquare(string name, Shape shape)
    {
        if (shape.Rank < 2 || shape[^1] != shape[^2] || shape[^1] == 0)
            throw new ShapeMismatchException($"{name} needs square matrices (..., n, n), not {shape}.") { Received = shape };
    }
}
