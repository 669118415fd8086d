using System.Text.Json.Nodes;
using Fashion.Keras.Configuration;

namespace Fashion.Keras.Layers;

/// <summary>Python's <c>x[key]</c>: numbers, slices, an ellipsis, new axes.</summary>
internal static class ItemOperation
{
    /// <param name="x">The tensor.</param>
    /// <param name="key">One item or a list, in Keras's JSON form.</param>
    /// <exception cref="ArgumentException">A key that is not supported, or out of range.</exception>
    public static SymbolicTensor Get(SymbolicTensor x, object? key)
    {
        List<JsonNode?> items = Items(key, x.Shape);
        var shape = new List<int>();
        int[] start = new int[x.Shape.Rank], count = [.. x.Shape];
        var steps = new List<(int Axis, int Step)>();
        int axis = 0;
        foreach (JsonNode? item in items)
        {
            if (item is null) { shape.Add(1); continue; }
            int size = x.Shape[axis];
            if (item is JsonValue)
            {
                int place = Number(item)!.Value;
                start[axis] = place < 0 ? place + size : place;
                if (start[axis] < 0 || start[axis] >= size) throw new ArgumentException($"item {place} of an axis of size {size} does not exist");
                count[axis] = 1;
            }
            else
            {
                int step = Of(item, "step") ?? 1;
                if (step == 0) throw new ArgumentException("a slice with a step of 0 is impossible");
                (start[axis], count[axis]) = Range(Of(item, "start"), Of(item, "stop"), step, size);
                shape.Add(step is 1 ? count[axis] : (count[axis] + Math.Abs(step) - 1) / Math.Abs(step));
                if (step != 1) steps.Add((axis, step));
            }
            axis++;
        }
        SymbolicTensor result = count.SequenceEqual(x.Shape) ? x : Ops.Slice(x, start, count);
        foreach ((int at, int step) in steps)
            result = OperationTable.Rows(result, at, n => Enumerable.Range(0, (n + Math.Abs(step) - 1) / Math.Abs(step)).Select(i => step > 0 ? i * step : n - 1 + i * step));
        return Ops.Reshape(result, shape.ToArray());
    }

    /// <summary>The same key with an item for every axis and without an ellipsis, which Keras cannot read in .h5 files.</summary>
    public static JsonArray Spelled(JsonNode key, Shape shape) => [.. Items(key, shape).Select(item => item?.DeepClone())];

    private static List<JsonNode?> Items(object? key, Shape shape)
    {
        List<JsonNode?> items = key is JsonArray list ? [.. list] : [key as JsonNode ?? throw new ArgumentException("an item that is chosen by a tensor is not supported; numbers and slices are")];
        int taken = items.Count(item => item is not null && !IsEllipsis(item));
        if (taken > shape.Rank) throw new ArgumentException($"{taken} items are chosen of a tensor of shape {shape}");
        int ellipsis = items.FindIndex(IsEllipsis);
        JsonNode?[] rest = [.. Enumerable.Range(0, shape.Rank - taken).Select(_ => Whole())];
        if (ellipsis >= 0) { items.RemoveAt(ellipsis); items.InsertRange(ellipsis, rest); }
        else items.AddRange(rest);
        return items;
    }

    // First element and number of elements of the block that a slice lies in.
    private static (int Start, int Count) Range(int? start, int? stop, int step, int size)
    {
        int From(int? value, int fallback, int low, int high) => value is not { } v ? fallback : Math.Clamp(v < 0 ? v + size : v, low, high);
        if (step > 0)
        {
            int first = From(start, 0, 0, size), end = From(stop, size, 0, size);
            return (Math.Min(first, end), Math.Max(end - first, 0));
        }
        int last = From(start, size - 1, -1, size - 1), before = From(stop, -1, -1, size - 1);
        return (before + 1, Math.Max(last - before, 0));
    }

    private static bool IsEllipsis(JsonNode? item) => OperationArguments.ClassOf(item) == OperationArguments.Ellipsis;

    private static JsonObject Whole() => new() { ["class_name"] = OperationArguments.Slice, ["config"] = new JsonObject { ["start"] = null, ["stop"] = null, ["step"] = null } };

    private static int? Of(JsonNode item, string key) => OperationArguments.ClassOf(item) == OperationArguments.Slice && item["config"] is JsonObject slice ? Number(slice[key])
        : throw new ArgumentException($"an item chosen by {JsonValues.Short(item)} is not supported; numbers and slices are");

    private static int? Number(JsonNode? node) => node switch
    {
        null => null,
        _ when JsonValues.TryInt(node, out int number) => number,
        _ => throw new ArgumentException("an item is not chosen by a whole number"),
    };
}
