using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Fashion.Keras;

// The same numbers in another order, or some of them.
public static partial class Ops
{
    /// <summary>All numbers in a row.</summary>
    public static SymbolicTensor Ravel(SymbolicTensor x) => Formula(nameof(Ravel), x, x => Reshape(x, [x.Shape.ElementCount]));

    /// <summary>Two axes exchanged.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis1">One axis.</param>
    /// <param name="axis2">The other one.</param>
    public static SymbolicTensor SwapAxes(SymbolicTensor x, int axis1, int axis2) => Formula(nameof(SwapAxes), x, x =>
    {
        int[] order = x.Shape.AllAxes;
        int a = x.Shape.Axis(axis1), b = x.Shape.Axis(axis2);
        (order[a], order[b]) = (order[b], order[a]);
        return Transpose(x, order);
    }, ("axis1", axis1), ("axis2", axis2));

    /// <summary>An axis at another place; the others keep their order.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="source">The axis.</param>
    /// <param name="destination">Its place in the result.</param>
    public static SymbolicTensor MoveAxis(SymbolicTensor x, int source, int destination) => MoveAxis(x, [source], [destination]);

    /// <summary>Axes at other places; the others keep their order.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="source">The axes.</param>
    /// <param name="destination">Their places in the result.</param>
    public static SymbolicTensor MoveAxis(SymbolicTensor x, int[] source, int[] destination) => Formula(nameof(MoveAxis), x, x =>
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"Ops.MoveAxis has {source.Length} axes, but {destination.Length} places for them.",
                nameof(destination));
        int[] from = [.. source.Select(x.Shape.Axis)], to = [.. destination.Select(x.Shape.Axis)];
        List<int> order = [.. x.Shape.AllAxes.Except(from)];
        foreach ((int axis, int place) in from.Zip(to).OrderBy(p => p.Second)) order.Insert(Math.Min(place, order.Count), axis);
        return Transpose(x, [.. order]);
    }, ("source", Sizes(source)), ("destination", Sizes(destination)));

    /// <summary>Adds axes of size 1 at several places of the result.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The places.</param>
    public static SymbolicTensor ExpandDims(SymbolicTensor x, int[] axes) => Formula(nameof(ExpandDims), x, x =>
    {
        int rank = x.Shape.Rank + axes.Length;
        foreach (int axis in axes.Select(a => a < 0 ? a + rank : a).Order()) x = ExpandDims(x, axis);
        return x;
    }, ("axis", Sizes(axes)));

    /// <summary>Adds axes of size 1 at several places of the result.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The places.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor ExpandDims(SymbolicTensor x, Axes axis) =>
        ExpandDims(x, axis.Numbers ?? throw new ArgumentNullException(nameof(axis)));

    /// <summary>Removes all axes of size 1, or some of them.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; null for all of size 1.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Squeeze(SymbolicTensor x, Axes axis) => Squeeze(x, axis.Numbers);

    /// <summary>The order of the elements reversed along axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axes; null for all.</param>
    [OverloadResolutionPriority(-1)]
    public static SymbolicTensor Flip(SymbolicTensor x, Axes axis) => Flip(x, axis.Numbers);

    /// <summary>Removes all axes of size 1, or some of them.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; null for all of size 1. Between layers the batch axis is never among those.</param>
    public static SymbolicTensor Squeeze(SymbolicTensor x, int[]? axes = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        bool batch = x.IsBetweenLayers;
        return Formula(nameof(Squeeze), x, x =>
        {
            int[] all = axes is null ? [.. x.Shape.AllAxes.Where(i => x.Shape[i] == 1 && !(batch && i == 0))]
                : [.. axes.Select(x.Shape.Axis)];
            return all.Length == 0 ? Copy(x) : all.OrderDescending().Aggregate(x, (y, axis) => Squeeze(y, axis));
        }, ("axis", AxisSetting(axes)));
    }

    /// <summary>The order of the elements reversed along axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; null for all.</param>
    public static SymbolicTensor Flip(SymbolicTensor x, params int[]? axes) => Formula(nameof(Flip), x, x =>
        (axes is null or [] ? x.Shape.AllAxes : axes).Aggregate(x, (y, axis) => Pick(y, axis, size => Enumerable.Range(0, size).Reverse())),
        ("axis", AxisSetting(axes is [] ? null : axes)));

    /// <summary>The order reversed along the second axis.</summary>
    public static SymbolicTensor FlipLR(SymbolicTensor x) => Formula(nameof(FlipLR), x, x => Flip(x, 1));

    /// <summary>The order reversed along the first axis.</summary>
    public static SymbolicTensor FlipUD(SymbolicTensor x) => Formula(nameof(FlipUD), x, x => Flip(x, 0));

    /// <summary>The elements moved along an axis; those that leave it at the end come in at its start.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shift">By how many places.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor Roll(SymbolicTensor x, int shift, int? axis = null) => Formula(nameof(Roll), x, x => axis is { } one
        ? Pick(x, one, size => Enumerable.Range(0, size).Select(i => (int)((((long)i - shift) % size + size) % size)))
        : Reshape(Roll(Ravel(x), shift, 0), x.Shape), ("shift", shift), ("axis", axis));

    /// <summary>The elements moved along several axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="shift">By how many places, for each axis.</param>
    /// <param name="axes">The axes.</param>
    public static SymbolicTensor Roll(SymbolicTensor x, int[] shift, int[] axes) => Formula(nameof(Roll), x, x =>
    {
        if (shift.Length != axes.Length)
            throw new ArgumentException($"Ops.Roll has {axes.Length} axes, but {shift.Length} shifts.", nameof(shift));
        return shift.Zip(axes).Aggregate(x, (y, move) => Roll(y, move.First, move.Second));
    }, ("shift", Sizes(shift)), ("axis", Sizes(axes)));

    /// <summary>Turned by right angles in the plane of two axes, from the first towards the second.</summary>
    /// <param name="x">Two axes at least.</param>
    /// <param name="k">How many right angles.</param>
    /// <param name="axis1">The first axis of the plane.</param>
    /// <param name="axis2">The second one.</param>
    public static SymbolicTensor Rot90(SymbolicTensor x, int k = 1, int axis1 = 0, int axis2 = 1) => Formula(nameof(Rot90), x, x =>
    {
        if (x.Shape.Axis(axis1) == x.Shape.Axis(axis2))
            throw new ArgumentException($"Ops.Rot90 needs two different axes, not {axis1} and {axis2}.", nameof(axis2));
        return (((k % 4) + 4) % 4) switch
        {
            0 => Copy(x),
            1 => Flip(SwapAxes(x, axis1, axis2), axis1),
            2 => Flip(x, axis1, axis2),
            _ => SwapAxes(Flip(x, axis1), axis1, axis2),
        };
    }, ("k", k), ("axes", Sizes([axis1, axis2])));

    /// <summary>The tensor several times along axes.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How often, for the last axes; more numbers than axes add axes in front.</param>
    public static SymbolicTensor Tile(SymbolicTensor x, params int[] repeats) => Formula(nameof(Tile), x, x =>
    {
        foreach (int count in repeats) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(repeats));
        int added = Math.Max(repeats.Length - x.Shape.Rank, 0);
        int[] sizes = [.. Enumerable.Repeat(1, added), .. x.Shape],
            counts = [.. Enumerable.Repeat(1, sizes.Length - repeats.Length), .. repeats];
        // Before each axis one of size 1, which is broadcast.
        SymbolicTensor apart = Reshape(x, sizes.SelectMany(size => new[] { 1, size }).ToArray());
        return Reshape(BroadcastTo(apart, sizes.Zip(counts, (size, count) => new[] { count, size }).SelectMany(p => p).ToArray()),
            sizes.Zip(counts, (size, count) => checked(size * count)).ToArray());
    }, ("repeats", Sizes(repeats)));

    /// <summary>Every element several times along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How often.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor Repeat(SymbolicTensor x, int repeats, int? axis = null) => Repeated(x, [repeats], axis, repeats);

    /// <summary>Every element several times along an axis, each its own number of times.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="repeats">How often, for each element of the axis.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor Repeat(SymbolicTensor x, int[] repeats, int? axis = null) => Repeated(x, repeats, axis, Sizes(repeats));

    private static SymbolicTensor Repeated(SymbolicTensor x, int[] repeats, int? axis, JsonNode setting) => Formula(nameof(Repeat), x, x =>
    {
        foreach (int count in repeats) ArgumentOutOfRangeException.ThrowIfNegative(count, nameof(repeats));
        return Pick(axis is null ? Ravel(x) : x, axis ?? 0, size =>
        {
            if (repeats.Length != 1 && repeats.Length != size)
                throw new ArgumentException($"Ops.Repeat has {repeats.Length} numbers for an axis of size {size}.", nameof(repeats));
            return Enumerable.Range(0, size).SelectMany(i => Enumerable.Repeat(i, repeats.Length == 1 ? repeats[0] : repeats[i]));
        });
    }, ("repeats", setting), ("axis", axis));

    /// <summary>Surrounds a tensor, as <c>pad(x, ((1, 0), (0, 2)))</c> in Keras.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="padWidth">How many elements come before the first one and after the last one, for each axis; one pair stands for all
    /// axes.</param>
    /// <param name="mode">"constant", "edge", "reflect" or "symmetric"; see the other overload.</param>
    /// <param name="constantValues">The constant; for "constant" only.</param>
    /// <exception cref="ShapeMismatchException">Another number of pairs than axes, or an axis without elements to repeat.</exception>
    /// <exception cref="ArgumentException">Negative numbers, no such mode, or a constant for another mode.</exception>
    public static SymbolicTensor Pad(SymbolicTensor x, IReadOnlyList<(int Before, int After)> padWidth, string mode = "constant",
        double constantValues = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(padWidth);
        foreach ((int first, int last) in padWidth) CheckPadding(first, last);
        if (mode != "constant" && constantValues != 0)
            throw new ArgumentException($"Ops.Pad: constantValues is for the mode 'constant', but the mode is '{mode}'.",
                nameof(constantValues));
        if (padWidth is [var all]) padWidth = [.. Enumerable.Repeat(all, x.Shape.Rank)];
        Shape before = [.. padWidth.Select(p => p.Before)], after = [.. padWidth.Select(p => p.After)];
        if (before.Rank != x.Shape.Rank)
            throw new ShapeMismatchException($"Ops.Pad: padding of {before.Rank} axes does not fit a tensor of shape {x.Shape}.")
            { Received = x.Shape };
        return mode == "constant" ? Pad(x, before, after, (float)constantValues) : Pad(x, before, after, mode);
    }

    /// <summary>Surrounds a tensor with as many elements on all sides.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="padWidth">How many.</param>
    /// <param name="mode">"constant", "edge", "reflect" or "symmetric"; see the other overload.</param>
    /// <param name="constantValues">The constant; for "constant" only.</param>
    /// <exception cref="ShapeMismatchException">An axis has no elements to repeat.</exception>
    /// <exception cref="ArgumentException">A negative number, no such mode, or a constant for another mode.</exception>
    public static SymbolicTensor Pad(SymbolicTensor x, int padWidth, string mode = "constant", double constantValues = 0) =>
        Pad(x, [(padWidth, padWidth)], mode, constantValues);

    /// <summary>Surrounds a tensor with numbers of its own.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="before">How many come before the first element, for each axis.</param>
    /// <param name="after">How many come after the last one.</param>
    /// <param name="mode">"constant" with 0, "edge" with the outermost element, "reflect" mirrored at it, "symmetric" mirrored with that
    /// element repeated. Padding that is longer than the axis is mirrored again at the other end, as in NumPy.</param>
    /// <exception cref="ShapeMismatchException">Another number of axes, or an axis without elements to repeat.</exception>
    /// <exception cref="ArgumentException">Negative numbers, or no such mode.</exception>
    public static SymbolicTensor Pad(SymbolicTensor x, Shape before, Shape after, string mode)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (mode == "constant") return Pad(x, before, after);
        if (mode is not ("edge" or "reflect" or "symmetric"))
            throw new ArgumentException($"Ops.Pad has no mode '{mode}'; constant, edge, reflect and symmetric are there.", nameof(mode));
        return Formula(nameof(Pad), x, x =>
        {
            if (before.Rank != x.Shape.Rank || after.Rank != x.Shape.Rank)
                throw new ShapeMismatchException(
                    $"Ops.Pad: padding of {before} before and {after} after needs a tensor with as many axes, not {x.Shape}.")
                { Received = x.Shape };
            for (int axis = 0; axis < before.Rank; axis++)
                if (before[axis] != 0 || after[axis] != 0) x = Pick(x, axis, size => Mirrored(size, before[axis], after[axis], mode));
            return x;
        }, ("pad_width", new JsonArray([.. before.Zip(after, (first, last) => (JsonNode)new JsonArray(first, last))])), ("mode", mode));
    }

    private static IEnumerable<int> Mirrored(int size, int before, int after, string mode)
    {
        CheckPadding(before, after);
        if (size == 0) throw new ShapeMismatchException($"Ops.Pad: an axis of size 0 has no elements to pad it with ({mode}).");
        int period = mode == "reflect" ? Math.Max(1, 2 * size - 2) : 2 * size;
        return Enumerable.Range(-before, checked(before + size + after)).Select(i =>
        {
            if (mode == "edge") return Math.Clamp(i, 0, size - 1);
            int place = (i % period + period) % period;
            return place < size ? place : mode == "reflect" ? period - place : period - 1 - place;
        });
    }

    private static void CheckPadding(int before, int after)
    {
        if (before < 0 || after < 0)
            throw new ArgumentOutOfRangeException(nameof(before), before < 0 ? before : after,
                $"Ops.Pad: padding must not be negative, but is {before} before and {after} after.");
    }

    /// <summary>Elements of one axis, chosen by their numbers.</summary>
    internal static SymbolicTensor Pick(SymbolicTensor x, int axis, Func<int, IEnumerable<int>> choose)
    {
        int at = x.Shape.Axis(axis);
        float[] rows = [.. choose(x.Shape[at]).Select(i => (float)i)];
        int[] order = [at, .. x.Shape.AllAxes.Where(i => i != at)], back = new int[order.Length];
        for (int i = 0; i < order.Length; i++) back[order[i]] = i;
        // Nothing is taken from an empty axis.
        if (rows.Length == 0) return Reshape(Slice(x, new int[x.Shape.Rank], x.Shape.With(at, 0)), x.Shape.With(at, 0));
        var numbers = new Graph.ValueTensor([rows.Length], rows);
        return at == 0 ? Gather(x, numbers) : Transpose(Gather(Transpose(x, order), numbers), back);
    }
}
