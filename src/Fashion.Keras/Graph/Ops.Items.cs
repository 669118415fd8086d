using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Python's x[...].
public static partial class Ops
{
    /// <summary>A part of a tensor, as Python's <c>x[...]</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="items">What is taken of each axis, from the first one; the others stay whole.</param>
    /// <exception cref="ArgumentException">More items than axes, or an element that is not there.</exception>
    public static SymbolicTensor GetItem(SymbolicTensor x, params ReadOnlySpan<AxisIndex> items)
    {
        ArgumentNullException.ThrowIfNull(x);
        AxisIndex[] all = Spelled(items, x.Shape);
        return Formula(nameof(GetItem), x, x => ItemOf(x, all), ("key", new JsonArray([.. all.Select(Key)])));
    }

    private static SymbolicTensor ItemOf(SymbolicTensor x, AxisIndex[] items)
    {
        var shape = new List<int>();
        int[] start = new int[x.Shape.Rank], count = [.. x.Shape];
        var steps = new List<(int Axis, int Step)>();
        int axis = 0;
        foreach (AxisIndex item in items)
        {
            if (item.Kind == AxisIndexKind.NewAxis) { shape.Add(1); continue; }
            int size = x.Shape[axis];
            if (item.Kind == AxisIndexKind.Place)
            {
                int place = item.Start!.Value;
                start[axis] = place < 0 ? place + size : place;
                if (start[axis] < 0 || start[axis] >= size)
                    throw new ArgumentException($"item {place} of an axis of size {size} does not exist");
                count[axis] = 1;
            }
            else
            {
                int step = item.Step, distance = Math.Abs(step);
                (start[axis], count[axis]) = BlockOf(item, size);
                shape.Add((count[axis] + distance - 1) / distance);
                if (step != 1) steps.Add((axis, step));
            }
            axis++;
        }
        SymbolicTensor result = count.SequenceEqual(x.Shape) ? x : Slice(x, start, count);
        foreach ((int at, int step) in steps)
            result =
                Pick(result, at, n => Enumerable.Range(0, (n + Math.Abs(step) - 1) / Math.Abs(step))
                    .Select(i => step > 0 ? i * step : n - 1 + i * step));
        return Reshape(result, shape.ToArray());
    }

    // An item for every axis, without an ellipsis.
    private static AxisIndex[] Spelled(ReadOnlySpan<AxisIndex> items, Shape shape)
    {
        List<AxisIndex> all = [.. items];
        int taken = all.Count(item => item.Kind is AxisIndexKind.Place or AxisIndexKind.Slice);
        if (taken > shape.Rank) throw new ArgumentException($"{taken} items are chosen of a tensor of shape {shape}");
        if (all.Count(item => item.Kind == AxisIndexKind.Ellipsis) > 1)
            throw new ArgumentException("an ellipsis stands for axes once only");
        int ellipsis = all.FindIndex(item => item.Kind == AxisIndexKind.Ellipsis);
        AxisIndex[] rest = [.. Enumerable.Repeat(AxisIndex.Slice(null, null), shape.Rank - taken)];
        if (ellipsis < 0) all.AddRange(rest);
        else
        {
            all.RemoveAt(ellipsis);
            all.InsertRange(ellipsis, rest);
        }
        return [.. all];
    }

    // First element and number of elements of the block that a slice lies in.
    private static (int Start, int Count) BlockOf(AxisIndex item, int size)
    {
        int From(int? value, int fallback, int low, int high) =>
            value is not { } v ? fallback : Math.Clamp(v < 0 ? v + size : v, low, high);
        if (item.Step > 0)
        {
            int first = From(item.Start, 0, 0, size), end = From(item.Stop, size, 0, size);
            return (Math.Min(first, end), Math.Max(end - first, 0));
        }
        int last = From(item.Start, size - 1, -1, size - 1), before = From(item.Stop, -1, -1, size - 1);
        return (before + 1, Math.Max(last - before, 0));
    }

    private static JsonNode? Key(AxisIndex item) => item.Kind switch
    {
        AxisIndexKind.NewAxis => null,
        AxisIndexKind.Place => item.Start,
        _ => new JsonObject
        {
            ["class_name"] = "__slice__",
            ["config"] = new JsonObject { ["start"] = item.Start, ["stop"] = item.Stop, ["step"] = item.Step == 1 ? null : item.Step }
        },
    };
}
