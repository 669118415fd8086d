using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Python's <c>x[key]</c>: numbers, slices, an ellipsis, new axes.</summary>
internal static class ItemOperation
{
    /// <param name="x">The tensor.</param>
    /// <param name="key">One item or a list, in Keras's JSON form.</param>
    /// <exception cref="ArgumentException">A key that is not supported, or out of range.</exception>
    public static SymbolicTensor Get(SymbolicTensor x, object? key) => Ops.GetItem(x, [.. Items(key, x.Shape).Select(item => item switch
    {
        null => AxisIndex.NewAxis,
        JsonValue => Number(item)!.Value,
        _ => SliceOf(item),
    })]);

    private static AxisIndex SliceOf(JsonNode item)
    {
        int step = Of(item, "step") ?? 1;
        return step != 0 ? AxisIndex.Slice(Of(item, "start"), Of(item, "stop"), step)
            : throw new ArgumentException("a slice with a step of 0 is impossible");
    }

    /// <summary>The same key with an item for every axis and without an ellipsis, which Keras cannot read in .h5 files.</summary>
    public static JsonArray Spelled(JsonNode key, Shape shape) => [.. Items(key, shape).Select(item => item?.DeepClone())];

    private static List<JsonNode?> Items(object? key, Shape shape)
    {
        List<JsonNode?> items = key is JsonArray list
            ? [.. list]
            : [key as JsonNode
                ?? throw new ArgumentException("an item that is chosen by a tensor is not supported; numbers and slices are")];
        int taken = items.Count(item => item is not null && !IsEllipsis(item));
        if (taken > shape.Rank) throw new ArgumentException($"{taken} items are chosen of a tensor of shape {shape}");
        int ellipsis = items.FindIndex(IsEllipsis);
        JsonNode?[] rest = [.. Enumerable.Range(0, shape.Rank - taken).Select(_ => Whole())];
        if (ellipsis >= 0) { items.RemoveAt(ellipsis); items.InsertRange(ellipsis, rest); }
        else items.AddRange(rest);
        return items;
    }

    private static bool IsEllipsis(JsonNode? item) => OperationArguments.ClassOf(item) == OperationArguments.Ellipsis;

    private static JsonObject Whole() =>
        new()
        {
            ["class_name"] = OperationArguments.Slice,
            ["config"] = new JsonObject { ["start"] = null, ["stop"] = null, ["step"] = null }
        };

    private static int? Of(JsonNode item,
        string key) =>
        OperationArguments.ClassOf(item) == OperationArguments.Slice && item["config"] is JsonObject slice ? Number(slice[key])
        : throw new ArgumentException($"an item chosen by {JsonValues.Short(item)} is not supported; numbers and slices are");

    private static int? Number(JsonNode? node) => node switch
    {
        null => null,
        _ when JsonValues.TryInt(node, out int number) => number,
        _ => throw new ArgumentException("an item is not chosen by a whole number"),
    };
}
