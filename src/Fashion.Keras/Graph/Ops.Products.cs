using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Products of vectors and matrices, and what is made of them.
public static partial class Ops
{
    /// <summary>Sum of the products of all numbers of two tensors with equally many.</summary>
    public static SymbolicTensor VDot(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(VDot), x, y, (x, y) => Sum(Ravel(x) * Ravel(y)));

    /// <summary>Product over the last axes of both; a number multiplies.</summary>
    public static SymbolicTensor Inner(SymbolicTensor x, SymbolicTensor y) => Formula(nameof(Inner), x, y, (x, y) =>
        x.Shape.Rank == 0 || y.Shape.Rank == 0 ? x * y : Tensordot(x, y, [-1], [-1]));

    /// <summary>All products of a number of x with a number of y, as a matrix.</summary>
    public static SymbolicTensor Outer(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(Outer), x, y, (x, y) => Reshape(x, [x.Shape.ElementCount, 1]) * Reshape(y, [1, y.Shape.ElementCount]));

    /// <summary>The product of Kronecker: every number of x times y, in blocks.</summary>
    public static SymbolicTensor Kron(SymbolicTensor x, SymbolicTensor y) => Formula(nameof(Kron), x, y, (x, y) =>
    {
        int rank = Math.Max(x.Shape.Rank, y.Shape.Rank);
        x = AtLeast(x, rank);
        y = AtLeast(y, rank);
        SymbolicTensor blocks = Reshape(x, x.Shape.SelectMany(size => new[] { size, 1 }).ToArray())
            * Reshape(y, y.Shape.SelectMany(size => new[] { 1, size }).ToArray());
        return Reshape(blocks, x.Shape.Zip(y.Shape, (a, b) => a * b).ToArray());
    });

    /// <summary>The cross product of vectors with 3 numbers (or 2, the third 0; of two with 2 numbers the third of the result).</summary>
    /// <param name="x">Vectors.</param>
    /// <param name="y">Vectors.</param>
    /// <param name="axisA">The axis of x that they lie along.</param>
    /// <param name="axisB">The axis of y.</param>
    /// <param name="axisC">The axis of the result.</param>
    /// <param name="axis">All three.</param>
    public static SymbolicTensor Cross(SymbolicTensor x, SymbolicTensor y, int axisA = -1, int axisB = -1, int axisC = -1,
        int? axis = null) => Compose(nameof(Cross), [x, y], inputs =>
    {
        SymbolicTensor a = MoveAxis(inputs[0], axis ?? axisA, -1), b = MoveAxis(inputs[1], axis ?? axisB, -1);
        if (a.Shape[^1] is not (2 or 3) || b.Shape[^1] is not (2 or 3))
            throw new ShapeMismatchException(
                $"A cross product needs vectors of 2 or 3 numbers, not {inputs[0].Shape} and {inputs[1].Shape}.")
            { Received = inputs[0].Shape };
        SymbolicTensor Number(SymbolicTensor v, int i) => i < v.Shape[^1] ? Squeeze(Part(v, v.Shape.Rank - 1, i, 1), -1) : 0;
        SymbolicTensor Minor(int i, int j) => Number(a, i) * Number(b, j) - Number(a, j) * Number(b, i);
        if (a.Shape[^1] == 2 && b.Shape[^1] == 2) return Minor(0, 1);
        return MoveAxis(Stack([Minor(1, 2), Minor(2, 0), Minor(0, 1)], -1), -1, axis ?? axisC);
    }, () => new JsonObject { ["axisa"] = axis ?? axisA, ["axisb"] = axis ?? axisB, ["axisc"] = axis ?? axisC });

    /// <summary>Distances between the vectors of x and those of y.</summary>
    /// <param name="x">Vectors, (..., N, size).</param>
    /// <param name="y">Vectors, (..., M, size).</param>
    /// <returns>Euclidean distances, (..., N, M).</returns>
    public static SymbolicTensor CDist(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(CDist), x, y, (x, y) => Sqrt(Sum(Square(ExpandDims(x, -2) - ExpandDims(y, -3)), -1)));

    /// <summary>A norm of vectors or matrices.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="ord">
    /// null or "fro": the root of the sum of squares. Of vectors: a number p for the p-th root of the sum of p-th powers, infinity for the
    /// largest size, minus infinity for the smallest, 0 for how many are not 0. Of matrices: 1 and -1 (columns), infinity and minus
    /// infinity (rows): the largest and smallest sum of sizes. A file with an infinite order between layers is read here, not by Keras.
    /// </param>
    /// <param name="axis">One axis for vectors, two for matrices; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    /// <exception cref="ArgumentException">The norms of matrices that need singular values: 2, -2 and "nuc".</exception>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Norm(SymbolicTensor x, double? ord = null, Axes axis = default, bool keepDimensions = false) =>
        Norm(x, ord, axis.Numbers, keepDimensions);

    /// <summary>A norm of vectors or matrices.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="ord">
    /// null or "fro": the root of the sum of squares. Of vectors: a number p for the p-th root of the sum of p-th powers, infinity for the
    /// largest size, minus infinity for the smallest, 0 for how many are not 0. Of matrices: 1 and -1 (columns), infinity and minus
    /// infinity (rows): the largest and smallest sum of sizes. A file with an infinite order between layers is read here, not by Keras.
    /// </param>
    /// <param name="axes">One axis for vectors, two for matrices; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    /// <exception cref="ArgumentException">The norms of matrices that need singular values: 2, -2 and "nuc".</exception>
    public static SymbolicTensor Norm(SymbolicTensor x, double? ord = null, int[]? axes = null,
        bool keepDimensions = false) => Reduction(nameof(Norm), x, axes, keepDimensions, (x, all, keep) =>
    {
        if (ord is null) return Sqrt(Sum(Square(x), all, keep));
        if (all.Length == 1) return VectorNorm(x, ord.Value, all, keep);
        if (all.Length != 2) throw new ArgumentException($"A norm of order {ord} is one of vectors or matrices: it needs one or two " +
            $"axes, not {all.Length}.", nameof(axes));
        // Keras counts the axes in the order in which they are given.
        (int row, int column) = axes is [var first, var second] ? (x.Shape.Axis(first), x.Shape.Axis(second)) : (all[0], all[1]);
        int inner = Math.Abs(ord.Value) == 1 ? row : double.IsInfinity(ord.Value) ? column
            : throw new ArgumentException($"Ops.Norm of order {ord} of matrices needs singular values, which are not supported.",
                nameof(ord));
        SymbolicTensor sums = Sum(Abs(x), inner, keepDimensions: true);
        return ord > 0 ? Max(sums, all, keep) : Min(sums, all, keep);
    }, ("ord", ord is { } number && double.IsInfinity(number) ? (number > 0 ? "Infinity" : "-Infinity") : ord));

    private static SymbolicTensor VectorNorm(SymbolicTensor x, double ord, int[] axes, bool keep) => ord switch
    {
        double.PositiveInfinity => Max(Abs(x), axes, keep),
        double.NegativeInfinity => Min(Abs(x), axes, keep),
        0 => Sum(Truth(x), axes, keep),
        1 => Sum(Abs(x), axes, keep),
        2 => Sqrt(Sum(Square(x), axes, keep)),
        _ => Power(Sum(Power(Abs(x), ord), axes, keep), 1 / ord),
    };

    /// <summary>The mean, or one with weights.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, which vanishes; null for all numbers.</param>
    /// <param name="weights">Weights in the shape of x, or one for each element of the axis; null for equal ones.</param>
    public static SymbolicTensor Average(SymbolicTensor x, int? axis = null,
        SymbolicTensor? weights = null) => Compose(nameof(Average), weights is null ? [x] : [x, weights], inputs =>
    {
        SymbolicTensor x = inputs[0];
        int[] all = axis is { } one ? [x.Shape.Axis(one)] : x.Shape.AllAxes;
        if (inputs.Length == 1) return Mean(x, all);
        SymbolicTensor w = inputs[1];
        if (w.Shape != x.Shape)
        {
            if (w.Shape.Rank != 1 || all.Length != 1 || w.Shape[0] != x.Shape[all[0]])
                throw new ShapeMismatchException($"Weights of shape {w.Shape} do not fit a tensor of shape {x.Shape}: they have its " +
                    "shape, or a number for each element of the axis.")
                { Received = w.Shape };
            w = BroadcastTo(Reshape(w, x.Shape.Select((_, i) => i == all[0] ? w.Shape[0] : 1).ToArray()), x.Shape);
        }
        return Sum(x * w, all) / Sum(w, all);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Correlation coefficients (Pearson) of the rows of a matrix.</summary>
    /// <param name="x">A variable in each row, (variables, observations).</param>
    public static SymbolicTensor CorrCoef(SymbolicTensor x) => Formula(nameof(CorrCoef), x, x =>
    {
        SymbolicTensor rows = x.Shape.Rank == 1 ? Reshape(x, [1, x.Shape[0]]) : x, centered = rows - Mean(rows, -1, keepDimensions: true);
        SymbolicTensor products = MatMul(centered, centered, transposeY: true), deviations = Sqrt(Sum(Square(centered), -1));
        SymbolicTensor result = Clip(products / Outer(deviations, deviations), -1, 1);
        return rows.Shape[0] == 1 ? Reshape(result, Shape.Scalar) : result;
    });

    /// <summary>The correlation of two rows of numbers: sums of products, one row moved along the other.</summary>
    /// <param name="x">A row, (N).</param>
    /// <param name="y">A row, (M).</param>
    /// <param name="mode">"valid" where they overlap fully, "same" as many as the longer one has, "full" wherever they overlap.</param>
    public static SymbolicTensor Correlate(SymbolicTensor x, SymbolicTensor y, string mode = "valid")
    {
        if (mode is not ("valid" or "same" or "full"))
            throw new ArgumentException($"Ops.Correlate has no mode '{mode}'; valid, same and full are there.", nameof(mode));
        return Compose(nameof(Correlate), [x, y], inputs =>
        {
            SymbolicTensor a = inputs[0], b = inputs[1];
            if (a.Shape.Rank != 1 || b.Shape.Rank != 1)
                throw new ShapeMismatchException($"A correlation needs two rows of numbers, not {a.Shape} and {b.Shape}.")
                { Received = a.Shape };
            int n = a.Shape[0], m = b.Shape[0], full = n + m - 1,
                size = mode == "full" ? full : mode == "same" ? Math.Max(n, m) : Math.Max(n, m) - Math.Min(n, m) + 1,
                from = (full - size) / 2;
            // Row i of the windows is what the second row lies over at that place.
            SymbolicTensor padded = Pad(a, [m - 1], [m - 1]);
            SymbolicTensor windows =
                Reshape(Pick(padded, 0, _ => Enumerable.Range(from, size).SelectMany(i => Enumerable.Range(i, m))), [size, m]);
            return Reshape(MatMul(windows, Reshape(b, [m, 1])), [size]);
        }, () => new JsonObject { ["mode"] = mode });
    }

    /// <summary>A matrix with the powers of the numbers in its rows.</summary>
    /// <param name="x">Numbers, (N).</param>
    /// <param name="n">Columns; null for as many as numbers.</param>
    /// <param name="increasing">Whether the powers grow from the left.</param>
    public static SymbolicTensor Vander(SymbolicTensor x, int? n = null, bool increasing = false) => Formula(nameof(Vander), x, x =>
    {
        int columns = n ?? x.Shape[0];
        return Power(Reshape(x, [x.Shape[0], 1]), Row(columns, i => increasing ? i : columns - 1 - i));
    }, ("N", n), ("increasing", increasing));
}
