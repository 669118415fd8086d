using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Several tensors as one, and one as several.
public static partial class Ops
{
    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="axis">Place of the new axis in the result.</param>
    public static SymbolicTensor Stack(IReadOnlyList<SymbolicTensor> tensors, int axis = 0) => Join(nameof(Stack), tensors, parts =>
    {
        int at = axis < 0 ? axis + parts[0].Shape.Rank + 1 : axis;
        if (Array.Find(parts, part => part.Shape != parts[0].Shape) is { } other)
            throw new ShapeMismatchException($"Ops.Stack needs tensors of one shape, but got {parts[0].Shape} and {other.Shape}.")
            { Received = other.Shape };
        return Concatenate([.. parts.Select(part => ExpandDims(part, at))], at);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Tensors one below the other: along the first axis, rows as matrices of one row.</summary>
    public static SymbolicTensor VStack(IReadOnlyList<SymbolicTensor> tensors) =>
        Join(nameof(VStack), tensors, parts => Concatenate([.. parts.Select(part => AtLeast(part, 2))], 0));

    /// <summary>Tensors side by side: along the second axis, rows one after the other.</summary>
    public static SymbolicTensor HStack(IReadOnlyList<SymbolicTensor> tensors) =>
        Join(nameof(HStack), tensors, parts => Concatenate([.. parts.Select(part => AtLeast(part, 1))], parts[0].Shape.Rank < 2 ? 0 : 1));

    /// <summary>Tensors joined along the third axis, rows (N) as (1, N, 1), matrices (M, N) as (M, N, 1).</summary>
    public static SymbolicTensor DStack(IReadOnlyList<SymbolicTensor> tensors) =>
        Join(nameof(DStack), tensors, parts => Concatenate([.. parts.Select(part =>
        part.Shape.Rank < 2 ? ExpandDims(AtLeast(part, 2), -1) : part.Shape.Rank == 2 ? ExpandDims(part, -1) : part)], 2));

    /// <summary>Rows as the columns of a matrix; matrices side by side.</summary>
    public static SymbolicTensor ColumnStack(IReadOnlyList<SymbolicTensor> tensors) =>
        Join(nameof(ColumnStack), tensors, parts => Concatenate([.. parts.Select(part =>
        part.Shape.Rank < 2 ? Reshape(part, [part.Shape.ElementCount, 1]) : part)], 1));

    /// <summary>Two tensors one after the other along an axis.</summary>
    /// <param name="x">The first one.</param>
    /// <param name="y">The second one.</param>
    /// <param name="axis">The axis; null for both with all numbers in a row.</param>
    public static SymbolicTensor Append(SymbolicTensor x, SymbolicTensor y,
        int? axis = null) => Compose(nameof(Append), [x, y], inputs => axis is { } one
        ? Concatenate([inputs[0], inputs[1]], one) : Concatenate([Ravel(inputs[0]), Ravel(inputs[1])], 0),
            () => new JsonObject { ["axis"] = axis });

    /// <summary>The parts of equal size along an axis.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="sections">Their number, which divides the size.</param>
    /// <param name="axis">The axis.</param>
    public static IReadOnlyList<SymbolicTensor> Split(SymbolicTensor x, int sections,
        int axis = 0) => ComposeAll(nameof(Split), [x], inputs =>
    {
        int size = inputs[0].Shape[inputs[0].Shape.Axis(axis)];
        if (sections < 1 || size % sections != 0)
            throw new ShapeMismatchException($"Axis {axis} of {inputs[0].Shape} cannot be split into {sections} equal parts.")
            { Received = inputs[0].Shape };
        return PartsAt(inputs[0], [.. Enumerable.Range(1, sections - 1).Select(i => i * (size / sections))], axis);
    }, () => new JsonObject { ["indices_or_sections"] = sections, ["axis"] = axis });

    /// <summary>The parts along an axis between places.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="indices">Where new parts begin.</param>
    /// <param name="axis">The axis.</param>
    public static IReadOnlyList<SymbolicTensor> Split(SymbolicTensor x, int[] indices, int axis = 0) =>
        ComposeAll(nameof(Split), [x], inputs => PartsAt(inputs[0], indices, axis),
            () => new JsonObject { ["indices_or_sections"] = Sizes(indices), ["axis"] = axis });

    /// <summary>Parts along an axis that differ in size by 1 at most, the larger ones first.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="sections">Their number.</param>
    /// <param name="axis">The axis.</param>
    public static IReadOnlyList<SymbolicTensor> ArraySplit(SymbolicTensor x, int sections,
        int axis = 0) => ComposeAll(nameof(ArraySplit), [x], inputs =>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sections);
        (int each, int larger) = Math.DivRem(inputs[0].Shape[inputs[0].Shape.Axis(axis)], sections);
        return PartsAt(inputs[0], [.. Enumerable.Range(1, sections - 1).Select(i => i * each + Math.Min(i, larger))], axis);
    }, () => new JsonObject { ["indices_or_sections"] = sections, ["axis"] = axis });

    /// <summary>The tensors along an axis, without it.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="num">Their number; null for the size of the axis, which must be known.</param>
    /// <param name="axis">The axis.</param>
    public static IReadOnlyList<SymbolicTensor> Unstack(SymbolicTensor x, int? num = null,
        int axis = 0) => ComposeAll(nameof(Unstack), [x], inputs =>
    {
        int at = inputs[0].Shape.Axis(axis), size = inputs[0].Shape[at];
        if (num is { } wanted && wanted != size)
            throw new ShapeMismatchException($"Axis {axis} of {inputs[0].Shape} has {size} tensors, not {wanted}.")
            { Received = inputs[0].Shape };
        return [.. Enumerable.Range(0, size).Select(i => Squeeze(Part(inputs[0], at, i, 1), at))];
    }, () => new JsonObject { ["num"] = num, ["axis"] = axis });

    /// <summary>Coordinates of a grid: each row of numbers along an axis of its own.</summary>
    /// <param name="tensors">Rows of numbers.</param>
    /// <param name="indexing">"xy": the first row lies along the second axis, as in pictures; "ij": along the first one, as in
    /// matrices.</param>
    /// <returns>A tensor of the grid's shape for each row.</returns>
    public static IReadOnlyList<SymbolicTensor> MeshGrid(IReadOnlyList<SymbolicTensor> tensors, string indexing = "xy")
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (indexing is not ("xy" or "ij")) throw new ArgumentException($"'{indexing}' is no indexing; xy and ij are.", nameof(indexing));
        return ComposeAll(nameof(MeshGrid), [.. tensors], inputs =>
        {
            int[] axes = [.. Enumerable.Range(0, inputs.Length)], sizes = new int[inputs.Length];
            if (indexing == "xy" && axes.Length > 1) (axes[0], axes[1]) = (1, 0);
            for (int i = 0; i < axes.Length; i++) sizes[axes[i]] = inputs[i].Shape.ElementCount;
            return [.. inputs.Select((row,
                i) => BroadcastTo(Reshape(row, sizes.Select((size, axis) => axis == axes[i] ? size : 1).ToArray()), sizes))];
        }, () => new JsonObject { ["indexing"] = indexing });
    }

    /// <summary>Where several conditions are met the value of the first, else a default.</summary>
    /// <param name="conditions">Conditions; everything but 0 is true.</param>
    /// <param name="choices">A value for each condition.</param>
    /// <param name="default">The value where none is met.</param>
    public static SymbolicTensor Select(IReadOnlyList<SymbolicTensor> conditions, IReadOnlyList<SymbolicTensor> choices,
        SymbolicTensor @default)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(choices);
        if (conditions.Count != choices.Count)
            throw new ArgumentException($"Ops.Select has {conditions.Count} conditions, but {choices.Count} values.", nameof(choices));
        SymbolicTensor result = @default;
        for (int i = conditions.Count - 1; i >= 0; i--) result = Where(conditions[i], choices[i], result);
        return result;
    }

    private static SymbolicTensor Join(string name, IReadOnlyList<SymbolicTensor> tensors, Func<SymbolicTensor[], SymbolicTensor> join,
        Func<JsonObject>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return tensors.Count > 0 ? Compose(name, [.. tensors], join, settings)
            : throw new ArgumentException($"Ops.{name} needs at least one tensor.", nameof(tensors));
    }

    private static SymbolicTensor AtLeast(SymbolicTensor x, int rank) =>
        x.Shape.Rank >= rank ? x : Reshape(x, (int[])[.. Enumerable.Repeat(1, rank - x.Shape.Rank), .. x.Shape]);

    private static SymbolicTensor[] PartsAt(SymbolicTensor x, int[] places, int axis)
    {
        int at = x.Shape.Axis(axis), size = x.Shape[at];
        int[] limits = [0, .. places.Select(place => Math.Clamp(place < 0 ? place + size : place, 0, size)), size];
        return [.. limits.Zip(limits.Skip(1), (start, end) => Part(x, at, start, Math.Max(end - start, 0)))];
    }
}
