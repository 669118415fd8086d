using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Elements by their positions: taken, put, added up.
public static partial class Ops
{
    /// <summary>Elements along an axis at positions: the axis gives way to the axes of the positions.</summary>
    /// <remarks>A position outside of the axis is an <see cref="ArgumentException"/> when it is computed.</remarks>
    /// <param name="x">Any shape.</param>
    /// <param name="indices">Positions, of any shape; negative ones count from the end.</param>
    /// <param name="axis">The axis; null for positions among all numbers in a row.</param>
    public static SymbolicTensor Take(SymbolicTensor x, SymbolicTensor indices,
        int? axis = null) => Compose(nameof(Take), [x, indices], inputs =>
    {
        SymbolicTensor x = axis is null ? Reshape(inputs[0], [inputs[0].Shape.ElementCount]) : inputs[0], indices = inputs[1];
        int at = x.Shape.Axis(axis ?? 0), taken = indices.Shape.Rank;
        indices = FromEnd(indices, x.Shape[at]);
        if (at == 0) return Gather(x, indices);
        // The axis to the front, its rows taken, and their axes back in its place.
        SymbolicTensor rows = Gather(Transpose(x, [at, .. x.Shape.AllAxes.Where(i => i != at)]), indices);
        return Transpose(rows,
            [.. Enumerable.Range(taken, at), .. Enumerable.Range(0, taken), .. Enumerable.Range(taken + at, x.Shape.Rank - 1 - at)]);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Elements of each row along an axis at the positions of the same row; the other axes are broadcast.</summary>
    /// <remarks>A position outside of the axis is an <see cref="ArgumentException"/> when it is computed.</remarks>
    /// <param name="x">Any shape.</param>
    /// <param name="indices">Positions, as many axes as x; negative ones count from the end.</param>
    /// <param name="axis">The axis; null for both with all numbers in a row.</param>
    public static SymbolicTensor TakeAlongAxis(SymbolicTensor x, SymbolicTensor indices,
        int? axis = null) => Compose(nameof(TakeAlongAxis), [x, indices], inputs =>
    {
        SymbolicTensor x = inputs[0], indices = inputs[1];
        if (axis is not { } one)
        {
            x = Reshape(x, [x.Shape.ElementCount]);
            indices = Reshape(indices, [indices.Shape.ElementCount]);
            one = 0;
        }
        int at = x.Shape.Axis(one), last = x.Shape.Rank - 1;
        if (indices.Shape.Rank != x.Shape.Rank)
            throw new ShapeMismatchException($"Positions for a tensor of shape {x.Shape} need as many axes, not {indices.Shape}.")
            { Received = indices.Shape };
        int[] order = x.Shape.AllAxes;
        (order[at], order[last]) = (order[last], order[at]);
        x = Transpose(x, order);
        indices = Transpose(FromEnd(indices, x.Shape[last]), order);
        Shape outer = BinaryOp.Broadcast(x.Shape[..^1], indices.Shape[..^1]);
        return Transpose(TakeAlong(BroadcastTo(x, (int[])[.. outer, x.Shape[last]]),
            BroadcastTo(indices, (int[])[.. outer, indices.Shape[last]])), order);
    }, () => new JsonObject { ["axis"] = axis });

    /// <summary>Zeros, to which values are added at positions.</summary>
    /// <param name="indices">Positions, (..., k): one number for each of the first k axes.</param>
    /// <param name="values">Values, (..., and the other axes of <paramref name="shape"/>).</param>
    /// <param name="shape">Shape of the result.</param>
    public static SymbolicTensor Scatter(SymbolicTensor indices, SymbolicTensor values,
        Shape shape) => Compose(nameof(Scatter), [indices, values], inputs =>
    {
        (Shape table, SymbolicTensor numbers, SymbolicTensor rows) = Rows(shape, inputs[0], inputs[1]);
        return Reshape(Write(nameof(Scatter), [numbers, rows], (g, v) => g.Add(new ScatterAddOp(table), v[0], v[1])), shape);
    }, () => new JsonObject { ["shape"] = Sizes(shape) });

    /// <summary>A tensor that is changed at positions.</summary>
    /// <param name="x">What is changed.</param>
    /// <param name="indices">Positions, (N, k): one number for each of the first k axes.</param>
    /// <param name="updates">What comes there, (N, and the other axes of x).</param>
    /// <param name="reduction">null: in the place of what was there, the last of several; "add", "max", "min" or "mul": joined with
    /// it.</param>
    public static SymbolicTensor ScatterUpdate(SymbolicTensor x, SymbolicTensor indices, SymbolicTensor updates,
        string? reduction = null) => Compose(nameof(ScatterUpdate), [x, indices, updates], inputs =>
    {
        SymbolicTensor x = inputs[0];
        (Shape table, SymbolicTensor numbers, SymbolicTensor rows) = Rows(x.Shape, inputs[1], inputs[2]);
        if (reduction == "add") return x
            + Reshape(Write(nameof(Scatter), [numbers, rows], (g, v) => g.Add(new ScatterAddOp(table), v[0], v[1])), x.Shape);
        ScatterKind kind = reduction switch
        {
            null => ScatterKind.Replace,
            "max" => ScatterKind.Maximum,
            "min" => ScatterKind.Minimum,
            "mul" => ScatterKind.Multiply,
            _ => throw new ArgumentException($"Ops.ScatterUpdate has no reduction '{reduction}'; add, max, min and mul are there.",
                nameof(reduction)),
        };
        return Reshape(Write(nameof(ScatterUpdate), [Reshape(x, table), numbers, rows], (g, v) => g.Add(new ScatterOp(kind), v)), x.Shape);
    }, () => new JsonObject { ["reduction"] = reduction });

    /// <summary>A tensor with a block replaced.</summary>
    /// <param name="x">What is changed.</param>
    /// <param name="start">Where the block begins, a number for each axis.</param>
    /// <param name="updates">The block.</param>
    public static SymbolicTensor SliceUpdate(SymbolicTensor x, Shape start,
        SymbolicTensor updates) => Compose(nameof(SliceUpdate), [x, updates], inputs =>
    {
        SymbolicTensor x = inputs[0], block = inputs[1];
        if (start.Rank != x.Shape.Rank || block.Shape.Rank != x.Shape.Rank
            || start.Where((s, i) => s < 0 || s + block.Shape[i] > x.Shape[i]).Any())
            throw new ShapeMismatchException($"A block of shape {block.Shape} at {start} does not lie inside {x.Shape}.")
            { Received = block.Shape };
        Shape after = x.Shape.Select((size, i) => size - start[i] - block.Shape[i]).ToArray();
        return Where(Pad(BroadcastTo(1, block.Shape), start, after), Pad(block, start, after), x);
    }, () => new JsonObject { ["start_indices"] = Sizes(start) });

    /// <summary>The sum of the rows of each segment; 0 for one without rows.</summary>
    /// <param name="data">Rows, (N, ...).</param>
    /// <param name="segmentIds">The segment of each row, (N), from 0.</param>
    /// <param name="numSegments">Number of segments; null for the largest number plus 1, where the numbers are known.</param>
    public static SymbolicTensor SegmentSum(SymbolicTensor data, SymbolicTensor segmentIds, int? numSegments = null) =>
        Segments(nameof(SegmentSum), data, segmentIds, numSegments, null);

    /// <summary>The largest number in the rows of each segment; minus infinity for one without rows.</summary>
    /// <param name="data">Rows, (N, ...).</param>
    /// <param name="segmentIds">The segment of each row, (N), from 0.</param>
    /// <param name="numSegments">Number of segments; null for the largest number plus 1, where the numbers are known.</param>
    public static SymbolicTensor SegmentMax(SymbolicTensor data, SymbolicTensor segmentIds, int? numSegments = null) =>
        Segments(nameof(SegmentMax), data, segmentIds, numSegments, (ScatterKind.Maximum, float.NegativeInfinity));

    /// <summary>The smallest number in the rows of each segment; infinity for one without rows.</summary>
    /// <param name="data">Rows, (N, ...).</param>
    /// <param name="segmentIds">The segment of each row, (N), from 0.</param>
    /// <param name="numSegments">Number of segments; null for the largest number plus 1, where the numbers are known.</param>
    public static SymbolicTensor SegmentMin(SymbolicTensor data, SymbolicTensor segmentIds, int? numSegments = null) =>
        Segments(nameof(SegmentMin), data, segmentIds, numSegments, (ScatterKind.Minimum, float.PositiveInfinity));

    /// <summary>The product of the rows of each segment; 1 for one without rows.</summary>
    /// <param name="data">Rows, (N, ...).</param>
    /// <param name="segmentIds">The segment of each row, (N), from 0.</param>
    /// <param name="numSegments">Number of segments; null for the largest number plus 1, where the numbers are known.</param>
    public static SymbolicTensor SegmentProd(SymbolicTensor data, SymbolicTensor segmentIds, int? numSegments = null) =>
        Segments(nameof(SegmentProd), data, segmentIds, numSegments, (ScatterKind.Multiply, 1));

    private static SymbolicTensor Segments(string name, SymbolicTensor data, SymbolicTensor segmentIds, int? numSegments,
        (ScatterKind Kind, float Start)? fold)
    {
        ArgumentNullException.ThrowIfNull(segmentIds);
        int count = numSegments ?? (segmentIds.HasValue ? (int)Max(segmentIds).ToScalar() + 1
            : throw new ArgumentException(
                $"Ops.{name} needs {nameof(numSegments)} where the segments are not known yet: shapes do not depend on values.",
                nameof(numSegments)));
        return Compose(name, [data, segmentIds], inputs =>
        {
            Shape table = (int[])[count, .. inputs[0].Shape[1..]];
            if (inputs[1].Shape.Rank != 1 || inputs[1].Shape[0] != inputs[0].Shape[0])
                throw new ShapeMismatchException($"Ops.{name} needs one segment for each row of {inputs[0].Shape}, not {inputs[1].Shape}.")
                { Received = inputs[1].Shape };
            return fold is { } by
                ? Write(name, [BroadcastTo(by.Start, table), inputs[1], inputs[0]], (g, v) => g.Add(new ScatterOp(by.Kind), v))
                : Write(name, [inputs[1], inputs[0]], (g, v) => g.Add(new ScatterAddOp(table), v[0], v[1]));
        }, () => new JsonObject { ["num_segments"] = count, ["sorted"] = false });
    }

    // Positions along the first axes as row numbers of a table.
    private static (Shape Table, SymbolicTensor Numbers, SymbolicTensor Rows) Rows(Shape shape, SymbolicTensor indices,
        SymbolicTensor values)
    {
        int length = indices.Shape.Rank == 0 ? 0 : indices.Shape[^1];
        if (length == 0 || length > shape.Rank)
            throw new ShapeMismatchException($"Positions of shape {indices.Shape} do not fit a tensor of shape {shape}: their last axis " +
                "has a number for each of its first axes.")
            { Received = indices.Shape };
        int rows = shape[..length].ElementCount, count = indices.Shape[..^1].ElementCount;
        if (rows > MostExact) throw new ShapeMismatchException($"Positions in a tensor of shape {shape} are not exact: floats number " +
            $"{MostExact} rows at most.")
        { Received = shape };
        Shape table = (int[])[rows, .. shape[length..]];
        SymbolicTensor flat = Reshape(indices, [count, length]), numbers = 0;
        for (int i = 0; i < length; i++)
            numbers = numbers * shape[i] + FromEnd(Reshape(Part(flat, 1, i, 1), [count]), shape[i]);
        return (table, numbers, Reshape(values, (int[])[count, .. table[1..]]));
    }

    // Whole numbers that floats keep apart.
    private const int MostExact = 1 << 24;

    private static SymbolicTensor FromEnd(SymbolicTensor indices, int size) => Where(Less(indices, 0), indices + size, indices);

    private static SymbolicTensor TakeAlong(SymbolicTensor rows, SymbolicTensor positions) =>
        Write(nameof(TakeAlongAxis), [rows, positions], (g, v) => g.Add(new TakeAlongOp(), v[0], v[1]));
}
