using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// The same numbers in another arrangement.
public static partial class Ops
{
    /// <summary>The same elements, row-major, under another shape; one size may be -1.</summary>
    /// <exception cref="ShapeMismatchException">The numbers of elements differ.</exception>
    public static SymbolicTensor Reshape(SymbolicTensor x, Shape shape) => Write(nameof(Reshape), [x], (g, v) =>
    {
        if (shape.IsKnown) return g.Add(new ReshapeOp(shape), v[0]);
        if (shape.Count(s => s == Shape.Unknown) > 1)
            throw new ShapeMismatchException(
                $"A tensor of shape {v[0].Shape} cannot be reshaped to ({string.Join(", ", shape)}): at most one size can be -1.")
            { Received = v[0].Shape };
        int unknown = Array.IndexOf(shape.ToArray(), Shape.Unknown), rest = shape.With(unknown, 1).ElementCount,
            count = v[0].Shape.ElementCount;
        if (rest == 0 ? count != 0 : count % rest != 0)
            throw new ShapeMismatchException($"A tensor of shape {v[0].Shape} ({count} elements) cannot be reshaped to " +
                $"({string.Join(", ", shape)}), which has a multiple of {rest} elements.")
            { Received = v[0].Shape };
        return g.Add(new ReshapeOp(shape.With(unknown, rest == 0 ? 0 : count / rest)), v[0]);
    }, () => new JsonObject { ["newshape"] = Sizes(shape) });

    /// <summary>Axes in another order: output axis i is input axis axes[i].</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes; none for the reverse order.</param>
    public static SymbolicTensor Transpose(SymbolicTensor x, params int[] axes) => Write(nameof(Transpose), [x], (g, v) =>
    {
        Shape shape = v[0].Shape;
        int[] order = axes is [] ? [.. shape.AllAxes.Reverse()] : [.. axes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];
        return g.Add(new TransposeOp(order), v[0]);
    }, () => new JsonObject { ["axes"] = axes is [] ? null : Sizes(axes) });

    /// <summary>Adds an axis of size 1.</summary>
    public static SymbolicTensor ExpandDims(SymbolicTensor x, int axis) => Write(nameof(ExpandDims), [x], (g, v) =>
    {
        var sizes = v[0].Shape.ToList();
        sizes.Insert(axis < 0 ? axis + sizes.Count + 1 : axis, 1);
        return g.Add(new ReshapeOp(sizes.ToArray()), v[0]);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Removes an axis of size 1.</summary>
    public static SymbolicTensor Squeeze(SymbolicTensor x, int axis) => Write(nameof(Squeeze), [x], (g, v) =>
    {
        var sizes = v[0].Shape.ToList();
        int at = v[0].Shape.Axis(axis);
        if (sizes[at] != 1) throw new ShapeMismatchException($"Axis {axis} of {v[0].Shape} cannot be squeezed: its size is not 1.");
        sizes.RemoveAt(at);
        return g.Add(new ReshapeOp(sizes.ToArray()), v[0]);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Tensors concatenated along an axis.</summary>
    public static SymbolicTensor Concatenate(IReadOnlyList<SymbolicTensor> tensors, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0) throw new ArgumentException("Concatenate needs at least one tensor.", nameof(tensors));
        return Write(nameof(Concatenate), [.. tensors], (g, v) => g.Add(new ConcatOp(v[0].Shape.Axis(axis)), v),
            () => new JsonObject { ["axis"] = axis });
    }

    /// <summary>A block: from <paramref name="start"/>, <paramref name="size"/> elements per axis (-1: all the rest).</summary>
    public static SymbolicTensor Slice(SymbolicTensor x, Shape start, Shape size) => Write(nameof(Slice), [x], (g, v) =>
    {
        int[] sizes = [.. size.Select((s, i) => s == Shape.Unknown ? v[0].Shape[i] - start[i] : s)];
        return g.Add(new SliceOp(start, sizes), v[0]);
    }, () => new JsonObject { ["key"] = new JsonArray([.. start.Zip(size, (from, count) => (JsonNode)Range(from, count))]) });

    /// <summary>Surrounds a tensor with a constant.</summary>
    public static SymbolicTensor Pad(SymbolicTensor x, Shape before, Shape after,
        float fill = 0) => Write(nameof(Pad), [x], (g, v) => g.Add(new PadOp(before, after, fill), v[0]),
        () => new JsonObject
        {
            ["pad_width"] = new JsonArray([.. before.Zip(after, (first, last) => (JsonNode)new JsonArray(first, last))]),
            ["mode"] = "constant",
            ["constant_values"] = fill
        });

    /// <summary>Repeats axes of size 1 up to the given shape.</summary>
    public static SymbolicTensor BroadcastTo(SymbolicTensor x, Shape shape) =>
        Write(nameof(BroadcastTo), [x], (g, v) => g.Add(new BroadcastOp(shape), v[0]), () => new JsonObject { ["shape"] = Sizes(shape) });

    /// <summary>Rows of a table at (truncated) row numbers.</summary>
    /// <remarks>
    /// A number outside 0 .. rows - 1, or NaN, is an <see cref="ArgumentException"/> when the model runs; it names the layer, the number
    /// and its place.
    /// </remarks>
    /// <param name="table">The table, (rows, ...).</param>
    /// <param name="indices">Row numbers, of any shape.</param>
    public static SymbolicTensor Gather(SymbolicTensor table, SymbolicTensor indices) =>
        Write(nameof(Gather), [table, indices], (g, v) => g.Add(new GatherOp(), v[0], v[1]), () => new JsonObject { ["axis"] = 0 });

    /// <summary>
    /// A new axis with 1 at the (truncated) class number and 0 elsewhere; 0 all along it for a number out of range. No gradient.
    /// </summary>
    /// <param name="indices">Class numbers, of any shape.</param>
    /// <param name="depth">Number of classes.</param>
    /// <param name="axis">Where the axis stands in the result; negative ones count from the last.</param>
    public static SymbolicTensor OneHot(SymbolicTensor indices, int depth, int axis = -1) => Write(nameof(OneHot), [indices], (g, v) =>
    {
        Value rows = g.Add(new OneHotOp(depth), v[0]);
        int last = rows.Shape.Rank - 1, at = rows.Shape.Axis(axis);
        return at == last
            ? rows
            : g.Add(new TransposeOp((int[])[.. Enumerable.Range(0, at), last, .. Enumerable.Range(at, last - at)]), rows);
    }, () => new JsonObject { ["num_classes"] = depth, ["axis"] = axis });

    /// <summary>
    /// 1 for the classes that occur, 0 for the others: <see cref="OneHot"/> along a new last axis, then the largest over axis 1 of the
    /// indices, or over their only axis. No gradient.
    /// </summary>
    /// <param name="indices">Class numbers, (classes of a sample), (batch, classes of a sample) or more axes; one out of range counts for
    /// none.</param>
    /// <param name="numClasses">Number of classes.</param>
    public static SymbolicTensor MultiHot(SymbolicTensor indices, int numClasses) => Compose(nameof(MultiHot), [indices], inputs =>
        Max(OneHot(inputs[0], numClasses), inputs[0].Shape.Rank > 1 ? 1 : 0),
        () => new JsonObject { ["num_classes"] = numClasses, ["axis"] = -1 });

    // Python's x[from : from + count].
    private static JsonObject Range(int from, int count) => new()
    {
        ["class_name"] = "__slice__",
        ["config"] = new JsonObject
        {
            ["start"] = from == 0 ? null : from,
            ["stop"] = count == Shape.Unknown ? null : from + count,
            ["step"] = null
        },
    };

    /// <summary>The same values, through which no gradient passes: what is computed from them counts as a constant.</summary>
    /// <param name="x">The values.</param>
    public static SymbolicTensor StopGradient(SymbolicTensor x) => Write(nameof(StopGradient), [x], (g, v) => g.StopGradient(v[0]));
}
