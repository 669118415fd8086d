using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Along an axis, one number after the other.
public static partial class Ops
{
    /// <summary>The sum of all numbers up to each along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor CumSum(SymbolicTensor x, int? axis = null) =>
        Formula(nameof(CumSum), x, x => Along(x, axis, row => Write(nameof(CumSum), [row], (g, v) => g.Add(new RecurrenceOp(), v[0]))),
            ("axis", axis));

    /// <summary>The product of all numbers up to each along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor CumProd(SymbolicTensor x, int? axis = null) => Formula(nameof(CumProd), x, x => Along(x, axis, row =>
    {
        // y[t] = x[t] * y[t - 1], begun with the first number itself.
        if (row.Shape[^1] == 0) return row;
        Shape none = new int[row.Shape.Rank], after = none.With(none.Rank - 1, row.Shape[^1] - 1);
        SymbolicTensor first = Pad(Slice(row, none, row.Shape.With(none.Rank - 1, 1)), none, after);
        return Write(nameof(CumProd), [first, row], (g, v) => g.Add(new RecurrenceOp(), v[0], v[1]));
    }), ("axis", axis));

    /// <summary>Differences of neighbours along an axis, taken <paramref name="n"/> times.</summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="n">How often; 0 gives x.</param>
    /// <param name="axis">The axis, which is n shorter.</param>
    public static SymbolicTensor Diff(SymbolicTensor x, int n = 1, int axis = -1) => Formula(nameof(Diff), x, x =>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        int at = x.Shape.Axis(axis);
        for (int i = 0; i < n && x.Shape[at] > 0; i++) x = Part(x, at, 1, x.Shape[at] - 1) - Part(x, at, 0, x.Shape[at] - 1);
        return x;
    }, ("n", n), ("axis", axis));

    /// <summary>The integral along an axis by the trapezoidal rule.</summary>
    /// <param name="y">Values of the function.</param>
    /// <param name="dx">Distance of neighbours.</param>
    /// <param name="axis">The axis, which vanishes.</param>
    public static SymbolicTensor Trapezoid(SymbolicTensor y, double dx = 1, int axis = -1) => Formula(nameof(Trapezoid), y, y =>
    {
        int at = y.Shape.Axis(axis), last = y.Shape[at] - 1;
        return last < 1 ? Sum(Part(y, at, 0, 0), at) : Sum(Part(y, at, 1, last) + Part(y, at, 0, last), at) * (dx / 2);
    }, ("x", null), ("dx", dx), ("axis", axis));

    /// <summary>The integral along an axis by the trapezoidal rule, with the places of the values.</summary>
    /// <param name="y">Values of the function.</param>
    /// <param name="x">Their places: as many as the axis has, or a tensor of the shape of <paramref name="y"/>.</param>
    /// <param name="axis">The axis, which vanishes.</param>
    public static SymbolicTensor Trapezoid(SymbolicTensor y, SymbolicTensor x,
        int axis = -1) => Compose(nameof(Trapezoid) + "At", [y, x], inputs =>
    {
        SymbolicTensor y = inputs[0], x = inputs[1];
        int at = y.Shape.Axis(axis), last = y.Shape[at] - 1;
        if (x.Shape.Rank == 1) x = Reshape(x, y.Shape.Select((_, i) => i == at ? x.Shape[0] : 1).ToArray());
        if (last < 1) return Sum(Part(y, at, 0, 0), at);
        SymbolicTensor width = Part(x, at, 1, last) - Part(x, at, 0, last);
        return Sum((Part(y, at, 1, last) + Part(y, at, 0, last)) * width, at) / 2;
    });

    // A stretch of one axis.
    private static SymbolicTensor Part(SymbolicTensor x, int axis, int start, int size) =>
        Slice(x, new int[x.Shape.Rank].Select((_, i) => i == axis ? start : 0).ToArray(), x.Shape.With(axis, Math.Max(size, 0)));
}
