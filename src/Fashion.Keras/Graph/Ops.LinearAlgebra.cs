namespace Fashion.Keras;

// Systems of equations, written down step by step: for matrices of some dozens of rows.
public static partial class Ops
{
    /// <summary>Determinants of matrices; not a number or infinite results follow from numbers that are not finite.</summary>
    /// <param name="x">Square matrices, (..., n, n); the determinant of one without rows is 1.</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Det(SymbolicTensor x) => Formula(nameof(Det), x, x =>
    {
        CheckSquare(nameof(Det), x.Shape);
        int size = x.Shape[^1];
        Shape results = x.Shape[..^2];
        if (size == 0) return BroadcastTo(1, results);
        SymbolicTensor rest = Reshape(x, [results.ElementCount, size, size]);
        SymbolicTensor? product = null;
        // The largest of all numbers that are left is the pivot: those that are 0 come last, where the product has its gradient still.
        for (int left = size; left > 0; left--)
        {
            SymbolicTensor place = ArgMax(StopGradient(Reshape(Abs(rest), [results.ElementCount, left * left])));
            SymbolicTensor row = Floor((place + 0.5) / left), rowChosen = OneHot(row, left);
            SymbolicTensor columnChosen = OneHot(place - row * left, left);
            SymbolicTensor swapped = SwapAxes(Swapped(SwapAxes(Swapped(rest, rowChosen, 0), 1, 2), columnChosen, 0), 1, 2);
            SymbolicTensor pivot = swapped[.., 0, 0], factor = pivot * (2 * rowChosen[.., 0] - 1) * (2 * columnChosen[.., 0] - 1);
            product = product is null ? factor : product * factor;
            if (left == 1) break;
            SymbolicTensor unit = swapped[.., 0..1, 1..] / Reshape(Where(Equal(pivot, 0), 1, pivot), [-1, 1, 1]);
            rest = swapped[.., 1.., 1..] - swapped[.., 1.., 0..1] * unit;
        }
        return Reshape(product!, results);
    });

    /// <summary>Inverses of matrices. A matrix without an inverse gives numbers that are not finite, where Keras has an error.</summary>
    /// <param name="x">Square matrices, (..., n, n).</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Inv(SymbolicTensor x) => Formula(nameof(Inv), x, x =>
    {
        CheckSquare(nameof(Inv), x.Shape);
        return Solved(x, BroadcastTo(Eye(x.Shape[^1]), x.Shape));
    });

    /// <summary>The x with a x = b. A matrix without an inverse gives numbers that are not finite, where Keras has an error.</summary>
    /// <param name="a">Square matrices, (..., n, n).</param>
    /// <param name="b">Right sides: (..., n, m), or (..., n) for one. The leading axes are those of <paramref name="a"/>, or 1; a vector
    /// (n) is the right side of all matrices.</param>
    /// <exception cref="ShapeMismatchException">No square matrices, or the right sides do not fit.</exception>
    public static SymbolicTensor Solve(SymbolicTensor a, SymbolicTensor b) => Formula(nameof(Solve), a, b, (a, b) =>
    {
        CheckSquare(nameof(Solve), a.Shape);
        int size = a.Shape[^1];
        bool vector = b.Shape.Rank == 1, vectors = vector || b.Shape.Rank == a.Shape.Rank - 1;
        if (!(vector ? b.Shape[0] == size
            : vectors ? b.Shape == a.Shape[..^1]
            : b.Shape.Rank == a.Shape.Rank && b.Shape[^2] == size && Enumerable.Range(0, a.Shape.Rank - 2).All(Fit)))
            throw new ShapeMismatchException($"Solve: matrices of shape {a.Shape} do not fit right sides of shape {b.Shape}; " +
                $"(..., {size}, m), (..., {size}) and ({size},) are possible.")
            { Received = b.Shape };
        SymbolicTensor sides = vectors ? ExpandDims(b, -1) : b;
        Shape leading = vectors ? a.Shape[..^2]
            : [.. Enumerable.Range(0, a.Shape.Rank - 2).Select(i => a.Shape[i] == 1 ? b.Shape[i] : a.Shape[i])];
        SymbolicTensor solution =
            Solved(BroadcastTo(a, [.. leading, size, size]), BroadcastTo(sides, [.. leading, size, sides.Shape[^1]]));
        return vectors ? Squeeze(solution, -1) : solution;

        bool Fit(int axis) => a.Shape[axis] == b.Shape[axis] || a.Shape[axis] == 1 || b.Shape[axis] == 1;
    });

    /// <summary>
    /// The triangular matrices L with L Lᵀ = x. A matrix that is not positive definite gives numbers that are not finite, where Keras has
    /// an error.
    /// </summary>
    /// <param name="x">Symmetric positive definite matrices, (..., n, n). Only the triangle of the result is read, as in PyTorch; the
    /// gradient is that of symmetric matrices.</param>
    /// <param name="upper">Whether the result is Lᵀ.</param>
    /// <exception cref="ShapeMismatchException">No square matrices.</exception>
    public static SymbolicTensor Cholesky(SymbolicTensor x, bool upper = false) => Formula(nameof(Cholesky), x, x =>
    {
        CheckSquare(nameof(Cholesky), x.Shape);
        int size = x.Shape[^1];
        if (x.Shape.ElementCount == 0) return x;
        SymbolicTensor matrices = Reshape(x, [-1, size, size]), turned = SwapAxes(matrices, 1, 2), given = upper ? turned : matrices;
        SymbolicTensor mean = (matrices + turned) * 0.5;
        SymbolicTensor symmetric = StopGradient(Tril(given) + SwapAxes(Tril(given, -1), 1, 2)) + (mean - StopGradient(mean));
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
    private static SymbolicTensor Solved(SymbolicTensor matrices, SymbolicTensor sides)
    {
        if (sides.Shape.ElementCount == 0) return Copy(sides);
        int size = matrices.Shape[^1], width = size + sides.Shape[^1];
        SymbolicTensor all = Reshape(Concatenate([matrices, sides], -1), [-1, size, width]);
        for (int k = 0; k < size; k++)
        {
            SymbolicTensor candidates = StopGradient(k == 0 ? Abs(all[.., .., k]) : Pad(Abs(all[.., k.., k]), [0, k], [0, 0], -1));
            all = Swapped(all, OneHot(ArgMax(candidates), size), k);
            SymbolicTensor unit = all[.., k..(k + 1), ..] / all[.., k..(k + 1), k..(k + 1)];
            all = Where(Fixed([1, size, 1], i => i == k ? 1 : 0), unit, all - all[.., .., k..(k + 1)] * unit);
        }
        return Reshape(all[.., .., size..], sides.Shape);
    }

    // The chosen row of each matrix (rows x columns) in the place of row k, and that one in its place; sums of differences would lose
    // small numbers next to large ones.
    private static SymbolicTensor Swapped(SymbolicTensor matrices, SymbolicTensor chosen, int k)
    {
        SymbolicTensor mask = ExpandDims(chosen, -1), found = Sum(matrices * mask, 1, keepDimensions: true);
        SymbolicTensor own = Fixed([1, matrices.Shape[1], 1], i => i == k ? 1 : 0);
        return Where(own, found, Where(mask, matrices[.., k..(k + 1), ..], matrices));
    }

    private static void CheckSquare(string name, Shape shape)
    {
        if (shape.Rank < 2 || shape[^1] != shape[^2])
            throw new ShapeMismatchException($"{name} needs square matrices (..., n, n), not {shape}.") { Received = shape };
    }
}
