using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// The arguments of an operation by Keras's parameter names. A value is a tensor, a constant in Keras's JSON form, or a list
/// of both. Values of the wrong kind are an <see cref="ArgumentException"/>.
/// </summary>
/// <param name="values">The values by name; what is not there has Keras's default.</param>
internal sealed class OperationArguments(IReadOnlyDictionary<string, object?> values)
{
    /// <summary>Keras's forms of values that JSON has no word for.</summary>
    public const string Slice = "__slice__", Ellipsis = "__ellipsis__", Array = "__numpy__", Constant = "__tensor__";

    /// <summary>The tensors in order, as they stand in the arguments.</summary>
    public IEnumerable<SymbolicTensor> Tensors => values.Values.SelectMany(Flatten);

    /// <summary>The same arguments with other tensors, in the same order.</summary>
    public OperationArguments With(IReadOnlyList<SymbolicTensor> tensors)
    {
        int next = 0;
        object? Replace(object? value) => value switch
        {
            LayerOutput => tensors[next++],
            object?[] list => System.Array.ConvertAll(list, Replace),
            _ => value,
        };
        return new OperationArguments(values.ToDictionary(v => v.Key, v => Replace(v.Value), StringComparer.Ordinal));
    }

    public bool Has(string name) => values.GetValueOrDefault(name) is not null;

    /// <summary>Whether it is Python's None, which is not the same as an argument that was left out.</summary>
    public bool IsNone(string name) => values.TryGetValue(name, out object? value) && value is null;

    /// <summary>The value as it was given.</summary>
    public object? this[string name] => values.GetValueOrDefault(name);

    public SymbolicTensor Tensor(string name) => AsTensor(values.GetValueOrDefault(name), name);

    /// <summary>A list of tensors.</summary>
    public SymbolicTensor[] List(string name) => values.GetValueOrDefault(name) switch
    {
        object?[] list => System.Array.ConvertAll(list, item => AsTensor(item, name)),
        JsonArray list => [.. list.Select(item => AsTensor(item, name))],
        var other => throw Wrong(name, "a list of tensors", other),
    };

    public bool Bool(string name, bool fallback) => values.GetValueOrDefault(name) switch
    {
        null => fallback,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        var other => throw Wrong(name, "true or false", other),
    };

    public double Number(string name, double? fallback = null) => values.GetValueOrDefault(name) switch
    {
        null when fallback is { } preset => preset,
        JsonValue value when JsonValues.TryNumber(value, out double number) => number,
        var other => throw Wrong(name, "a number", other),
    };

    /// <summary>A number, or null where there is none.</summary>
    public float? NumberOrNull(string name) => Has(name) ? (float)Number(name) : null;

    public int Int(string name, int? fallback = null) =>
        Number(name, fallback) is >= int.MinValue and <= int.MaxValue and var number && number == Math.Floor(number)
            ? (int)number
            : throw Wrong(name, "a whole number", values.GetValueOrDefault(name));

    /// <summary>A whole number, or null where there is none.</summary>
    public int? IntOrNull(string name) => Ints(name) switch
    {
        null => null,
        [var one] => one,
        _ => throw Wrong(name, "a whole number", values.GetValueOrDefault(name)),
    };

    public string Text(string name, string fallback) => values.GetValueOrDefault(name) switch
    {
        null => fallback,
        JsonValue value when JsonValues.TryText(value, out string text) => text,
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>Whole numbers, one or a list; null where there are none.</summary>
    public int[]? Ints(string name) => values.GetValueOrDefault(name) switch
    {
        null => null,
        JsonArray list => [.. list.Select(item => item switch
        {
            null => Shape.Unknown,
            JsonValue value when JsonValues.TryInt(value, out int number) => number,
            _ => throw Wrong(name, "whole numbers", list),
        })],
        _ => [Int(name)],
    };

    /// <summary>A list of numbers.</summary>
    public double[] Numbers(string name) => values.GetValueOrDefault(name) is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && JsonValues.TryNumber(value, out double number) ? number
            : throw Wrong(name, "numbers", list))]
        : throw Wrong(name, "numbers", values.GetValueOrDefault(name));

    /// <summary>Known numbers as files keep them.</summary>
    public static JsonObject ArrayOf(ValueTensor known)
    {
        int at = 0;
        JsonNode Nested(ReadOnlySpan<int> sizes)
        {
            if (sizes.IsEmpty) return ConfigWriter.Number(SinglePrecision.Shortest(known.Values[at++]));
            var items = new JsonArray();
            for (int i = 0; i < sizes[0]; i++) items.Add(Nested(sizes[1..]));
            return items;
        }
        return new JsonObject
        {
            ["class_name"] = Array,
            ["config"] = new JsonObject { ["value"] = Nested(known.Shape.AsSpan()), ["dtype"] = "float32" }
        };
    }

    private static IEnumerable<SymbolicTensor> Flatten(object? value) => value switch
    {
        SymbolicTensor tensor => [tensor],
        object?[] list => list.SelectMany(Flatten),
        _ => [],
    };

    // A number, (nested) lists of them, or an array object.
    private static SymbolicTensor AsTensor(object? value, string name)
    {
        if (value is SymbolicTensor tensor) return tensor;
        if (value is object?[] mixed && mixed.All(m => m is JsonNode))
            value = new JsonArray([.. mixed.Select(m => ((JsonNode)m!).DeepClone())]);
        if (ClassOf(value as JsonNode) is Array or Constant) value = (value as JsonObject)?["config"]?["value"];
        var shape = new List<int>();
        var numbers = new List<float>();
        Collect(value as JsonNode ?? throw Wrong(name, "a tensor or numbers", value), 0);
        if (shape.Aggregate(1L, (count, size) => count * size) != numbers.Count) throw Wrong(name, "lists of equal lengths", value);
        return shape.Count == 0 ? numbers[0] : Ops.Fixed(shape.ToArray(), numbers.ToArray());

        void Collect(JsonNode? node, int depth)
        {
            if (node is JsonArray list)
            {
                if (shape.Count == depth) shape.Add(list.Count);
                foreach (JsonNode? item in list) Collect(item, depth + 1);
                return;
            }
            numbers.Add(node?.GetValueKind() switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                JsonValueKind.Number when JsonValues.TryNumber(node, out double number) => (float)number,
                _ => throw Wrong(name, "a tensor or numbers", value),
            });
        }
    }

    /// <summary>The class that an object of Keras's JSON names.</summary>
    public static string? ClassOf(JsonNode? node) =>
        node is JsonObject json && JsonValues.TryText(json["class_name"], out string name) ? name : null;

    private static ArgumentException Wrong(string name, string expected, object? found)
    {
        string text = found is JsonNode json ? JsonValues.Short(json) : found?.ToString() ?? "nothing";
        return new ArgumentException($"'{name}' should be {expected}, but is {text}.");
    }
}
