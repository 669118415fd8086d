using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Order: sorting, the largest, places.
public static partial class Ops
{
    /// <summary>Position of the largest number along an axis; the first of equals, or the first NaN. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for the position among all numbers.</param>
    /// <param name="keepDimensions">Whether the axis stays with size 1.</param>
    public static SymbolicTensor ArgMax(SymbolicTensor x, int? axis, bool keepDimensions = false) =>
        Place(nameof(ArgMax), x, axis, keepDimensions, ArgMax);

    /// <summary>Position of the smallest number along an axis; the first of equals, or the first NaN. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, the last one unless given, as <see cref="ArgMax(SymbolicTensor)"/>; null for the position among all
    /// numbers.</param>
    /// <param name="keepDimensions">Whether the axis stays with size 1.</param>
    public static SymbolicTensor ArgMin(SymbolicTensor x, int? axis = -1, bool keepDimensions = false) =>
        Place(nameof(ArgMin), x, axis, keepDimensions, x => ArgMax(-x));

    private static SymbolicTensor Place(string name, SymbolicTensor x, int? axis, bool keepDimensions,
        Func<SymbolicTensor, SymbolicTensor> last) => Formula(name, x, x =>
    {
        Shape kept = axis is { } one ? x.Shape.With(x.Shape.Axis(one), 1) : x.Shape.Select(_ => 1).ToArray();
        int at = axis is { } some ? x.Shape.Axis(some) : 0;
        SymbolicTensor position =
            last(axis is null ? Reshape(x, [x.Shape.ElementCount]) : Transpose(x, [.. x.Shape.AllAxes.Where(i => i != at), at]));
        return keepDimensions ? Reshape(position, kept) : position;
    }, ("axis", axis), ("keepdims", keepDimensions));

    /// <summary>The numbers along an axis from the smallest to the largest; NaN stands last.</summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor Sort(SymbolicTensor x, int? axis = -1) =>
        Formula(nameof(Sort), x, x => Along(x, axis, row => TakeAlong(row, Order(row, false))), ("axis", axis));

    /// <summary>
    /// Positions of the numbers along an axis from the smallest to the largest, equal ones as they stand; NaN stands last. No gradient.
    /// </summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor ArgSort(SymbolicTensor x, int? axis = -1) =>
        Formula(nameof(ArgSort), x, x => Along(x, axis, row => Order(row, false)), ("axis", axis));

    /// <summary>
    /// Positions in an order in which smaller numbers than that at <paramref name="kth"/> stand before it and larger ones after it:
    /// that of <see cref="ArgSort"/>. No gradient.
    /// </summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="kth">A place in the order.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor ArgPartition(SymbolicTensor x, int kth,
        int? axis = -1) => Formula(nameof(ArgPartition), x, x => Along(x, axis, row =>
    {
        int size = row.Shape[^1];
        if (kth < -size || kth >= size)
            throw new ArgumentOutOfRangeException(nameof(kth), kth, $"An order of {size} numbers has no place {kth}.");
        return Order(row, false);
    }), ("kth", kth), ("axis", axis));

    /// <summary>The k largest numbers along the last axis and their positions, the largest first; of equals the first.</summary>
    /// <param name="x">Any shape with an axis.</param>
    /// <param name="k">1 .. size of the last axis.</param>
    /// <param name="sorted">Whether they must be sorted; without it they are, too.</param>
    /// <returns>Values, with a gradient, and positions.</returns>
    public static (SymbolicTensor Values, SymbolicTensor Indices) TopK(SymbolicTensor x, int k, bool sorted = true)
    {
        _ = sorted;
        IReadOnlyList<SymbolicTensor> both = ComposeAll(nameof(TopK), [x], inputs =>
        {
            SymbolicTensor row = inputs[0], order = Order(row, true);
            int size = row.Shape[^1];
            if (k < 0 || k > size)
                throw new ArgumentOutOfRangeException(nameof(k), k, $"A last axis of size {size} has no {k} largest numbers.");
            SymbolicTensor indices = Slice(order, new int[row.Shape.Rank], row.Shape.With(row.Shape.Rank - 1, k));
            return [TakeAlong(row, indices), indices];
        }, () => new JsonObject { ["k"] = k, ["sorted"] = sorted });
        return (both[0], both[1]);
    }

    /// <summary>
    /// 1 where the score of the target class is among the k largest of its row, else 0; ties at the boundary count. No gradient.
    /// </summary>
    /// <param name="targets">Class numbers, (N).</param>
    /// <param name="predictions">Scores, (N, classes).</param>
    /// <param name="k">1 or more.</param>
    public static SymbolicTensor InTopK(SymbolicTensor targets, SymbolicTensor predictions, int k) =>
        Write(nameof(InTopK), [targets, predictions], (g, v) => g.Add(new InTopKOp(k), v[1], v[0]), () => new JsonObject { ["k"] = k });

    /// <summary>Places at which numbers would stand in a sorted row: how many of its numbers are smaller. No gradient.</summary>
    /// <param name="sortedSequence">A sorted row, (N).</param>
    /// <param name="values">Numbers, of any shape.</param>
    /// <param name="side">"left" before equal ones, "right" after them.</param>
    public static SymbolicTensor SearchSorted(SymbolicTensor sortedSequence, SymbolicTensor values, string side = "left")
    {
        if (side is not ("left" or "right")) throw new ArgumentException($"'{side}' is no side; left and right are.", nameof(side));
        return Write(nameof(SearchSorted), [sortedSequence, values], (g, v) => g.Add(new SearchSortedOp(side == "right"), v[0], v[1]),
            () => new JsonObject { ["side"] = side });
    }

    /// <summary>
    /// The number of the bin that each number lies in: bin i starts at <c>bins[i - 1]</c> and ends before <c>bins[i]</c>. No gradient.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="bins">Limits that grow, (N).</param>
    public static SymbolicTensor Digitize(SymbolicTensor x, SymbolicTensor bins) =>
        Formula(nameof(Digitize), x, bins, (x, bins) => SearchSorted(bins, x, "right"));

    /// <summary>1 where a number of x is one of y, else 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="y">Any shape.</param>
    /// <param name="invert">Whether 1 and 0 are exchanged.</param>
    public static SymbolicTensor IsIn(SymbolicTensor x, SymbolicTensor y, bool invert = false) => Compose(nameof(IsIn), [x, y], inputs =>
    {
        SymbolicTensor sorted = Sort(inputs[1], null);
        SymbolicTensor found =
            Greater(SearchSorted(sorted, inputs[0], "right"), SearchSorted(sorted, inputs[0])) * Equal(inputs[0], inputs[0]);
        return invert ? Not(found) : found;
    }, () => new JsonObject { ["invert"] = invert });

    private static SymbolicTensor Order(SymbolicTensor row, bool descending) =>
        Write(nameof(ArgSort), [row], (g, v) => g.Add(new ArgSortOp(descending), v[0]));

    // Along an axis, or with all numbers in a row.
    private static SymbolicTensor Along(SymbolicTensor x, int? axis, Func<SymbolicTensor, SymbolicTensor> row) =>
        axis is { } one ? AlongLast(x, one, row) : row(Reshape(x, [x.Shape.ElementCount]));
}
