using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// A node of TensorFlow's graph between the layers of tf.keras 2.0 to 2.3 (<c>TensorFlowOpLayer</c>): the operation by its
/// graph name, constants by their places among the inputs.
/// </summary>
internal static class TensorFlowNode
{
    // TensorFlow's operation: Keras's class and the names of the inputs in order.
    private static readonly Dictionary<string, (string ClassName, string Inputs)> Operations = new(StringComparer.Ordinal)
    {
        ["Add"] = ("Add", "x1 x2"),
        ["AddV2"] = ("Add", "x1 x2"),
        ["BiasAdd"] = ("Add", "x1 x2"),
        ["Sub"] = ("Subtract", "x1 x2"),
        ["Mul"] = ("Multiply", "x1 x2"),
        ["RealDiv"] = ("Divide", "x1 x2"),
        ["Div"] = ("Divide", "x1 x2"),
        ["Maximum"] = ("Maximum", "x1 x2"),
        ["Minimum"] = ("Minimum", "x1 x2"),
        ["Pow"] = ("Power", "x1 x2"),
        ["Neg"] = ("Negative", "x"),
        ["Abs"] = ("Absolute", "x"),
        ["Exp"] = ("Exp", "x"),
        ["Log"] = ("Log", "x"),
        ["Sqrt"] = ("Sqrt", "x"),
        ["Rsqrt"] = ("Rsqrt", "x"),
        ["Square"] = ("Square", "x"),
        ["Tanh"] = ("Tanh", "x"),
        ["Sigmoid"] = ("Sigmoid", "x"),
        ["Relu"] = ("Relu", "x"),
        ["Relu6"] = ("Relu6", "x"),
        ["Softplus"] = ("Softplus", "x"),
        ["Softmax"] = ("Softmax", "x"),
        ["Identity"] = ("Copy", "x"),
        ["Mean"] = ("Mean", "x axis"),
        ["Sum"] = ("Sum", "x axis"),
        ["Max"] = ("Max", "x axis"),
        ["Min"] = ("Min", "x axis"),
        ["Reshape"] = ("Reshape", "x newshape"),
        ["Transpose"] = ("Transpose", "x axes"),
        ["ExpandDims"] = ("ExpandDims", "x axis"),
        ["Squeeze"] = ("Squeeze", "x"),
        ["ConcatV2"] = ("Concatenate", "xs axis"),
        ["Pack"] = ("Stack", "x"),
        ["MatMul"] = ("Matmul", "x1 x2"),
        ["BatchMatMulV2"] = ("Matmul", "x1 x2"),
        ["BatchMatMul"] = ("Matmul", "x1 x2"),
        ["StridedSlice"] = ("GetItem", "x begin end strides"),
        ["NotEqual"] = ("NotEqual", "x1 x2"),
        ["Equal"] = ("Equal", "x1 x2"),
        ["Greater"] = ("Greater", "x1 x2"),
        ["GreaterEqual"] = ("GreaterEqual", "x1 x2"),
        ["Less"] = ("Less", "x1 x2"),
        ["LessEqual"] = ("LessEqual", "x1 x2"),
        ["Tile"] = ("Tile", "x repeats"),
        ["Floor"] = ("Floor", "x"),
    };

    /// <summary>The operation that an entry is.</summary>
    /// <exception cref="ModelFormatException">An operation that has no counterpart.</exception>
    public static OperationEntry Find(NestedConfig entry)
    {
        JsonNode? node = entry.Config.Json["node_def"];
        if (node is JsonValue text && text.TryGetValue(out string? json)) node = Parsed(json);
        string operation = node is JsonObject definition && definition["op"] is JsonValue name ? name.ToString() : "";
        if (!Operations.TryGetValue(operation, out var row)) throw TensorFlowOperations.Unknown(entry, operation);
        JsonObject attributes = node!["attr"] as JsonObject ?? [], constants = entry.Config.Json["constants"] as JsonObject ?? [];
        string[] names = row.Inputs.Split(' ');
        return new OperationEntry(OperationTable.ForClass(row.ClassName)!, (call, tensor) =>
        {
            var given = new Queue<object?>(call.Positional.Select(item => call.Value(item, tensor)));
            object?[] all =
                [.. Enumerable.Range(0, given.Count + constants.Count)
                    .Select(i => constants[FormattableString.Invariant($"{i}")] is { } constant
                        ? constant
                        : given.TryDequeue(out object? next) ? next : null)];
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            if (names[0] == "xs" || operation == "Pack")
            {
                values[names[0]] =
                operation == "Pack" ? all : all[..^1]; if (operation != "Pack") values["axis"] = all[^1];
            }
            else foreach ((int i, object? value) in all.Index())
                values[i < names.Length ? names[i] : throw new ArgumentException($"{operation} has {all.Length} inputs")] = value;
            Attributes(operation, attributes, values);
            return new OperationArguments(values);
        });
    }

    private static void Attributes(string operation, JsonObject attributes, Dictionary<string, object?> values)
    {
        if (attributes["keep_dims"]?["b"]?.ToString() == "true") values["keepdims"] = JsonValue.Create(true);
        if (attributes["squeeze_dims"]?["list"]?["i"] is JsonArray { Count: > 0 } axes)
            values["axis"] = new JsonArray([.. axes.Select(a => (JsonNode)JsonValue.Create(Whole(a)))]);
        if (operation == "Pack") values["axis"] = JsonValue.Create(Whole(attributes["axis"]?["i"]));
        foreach (string turned in (ReadOnlySpan<string>)["transpose_a", "transpose_b", "adj_x", "adj_y"])
            if (attributes[turned]?["b"]?.ToString() == "true") throw new ArgumentException($"{operation} with {turned} is not supported");
        if (operation != "StridedSlice") return;
        int[] begin = Numbers(values, "begin"), end = Numbers(values, "end"), strides = Numbers(values, "strides");
        bool Is(string mask, int axis) => (Whole(attributes[mask]?["i"]) >> axis & 1) == 1;
        if (begin.Length != end.Length || begin.Length != strides.Length)
            throw new ArgumentException("a slice has unequal numbers of bounds");
        values["key"] =
            new JsonArray(
                [.. begin.Select((from, i) => Is("new_axis_mask", i)
                    ? null
                    : Is("ellipsis_mask", i) ? new JsonObject { ["class_name"] = OperationArguments.Ellipsis }
            : Is("shrink_axis_mask", i) ? JsonValue.Create(from)
            : (JsonNode)new JsonObject { ["class_name"] = OperationArguments.Slice,
                ["config"] = new JsonObject { ["start"] = Is("begin_mask", i) ? null : from, ["stop"] = Is("end_mask", i) ? null : end[i],
                    ["step"] = strides[i] } })]);
    }

    private static int[] Numbers(Dictionary<string, object?> values, string name) =>
        values.Remove(name, out object? value) && value is JsonArray list
            ? [.. list.Select(Whole)]
            : throw new ArgumentException($"'{name}' of a slice is no list of numbers");

    // Protocol buffers write 64-bit numbers as texts.
    private static int Whole(JsonNode? node) =>
        node is null ? 0 : int.TryParse(node.ToString(), System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException("a number is expected");

    private static JsonNode? Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
