using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;
using Fashion.Keras.Layers;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// TensorFlow's operations between the layers of tf.keras 2 (2.4 on: <c>TFOpLambda</c>), where they are Keras's under other names.
/// </summary>
internal static class TensorFlowOperations
{
    // TensorFlow's function: Keras's class and its arguments in TensorFlow's order, as TENSORFLOW:KERAS where the names differ.
    private static readonly Dictionary<string, (string ClassName, string Arguments)> Functions = new(StringComparer.Ordinal)
    {
        ["__operators__.add"] = ("Add", "x:x1 y:x2"),
        ["math.add"] = ("Add", "x:x1 y:x2"),
        ["nn.bias_add"] = ("Add", "value:x1 bias:x2"),
        ["math.subtract"] = ("Subtract", "x:x1 y:x2"),
        ["math.multiply"] = ("Multiply", "x:x1 y:x2"),
        ["math.divide"] = ("Divide", "x:x1 y:x2"),
        ["math.truediv"] = ("Divide", "x:x1 y:x2"),
        ["math.divide_no_nan"] = ("DivideNoNan", "x:x1 y:x2"),
        ["math.floordiv"] = ("FloorDivide", "x:x1 y:x2"),
        ["math.floormod"] = ("Mod", "x:x1 y:x2"),
        ["math.maximum"] = ("Maximum", "x:x1 y:x2"),
        ["math.minimum"] = ("Minimum", "x:x1 y:x2"),
        ["math.pow"] = ("Power", "x:x1 y:x2"),
        ["math.negative"] = ("Negative", "x"),
        ["math.abs"] = ("Absolute", "x"),
        ["math.sign"] = ("Sign", "x"),
        ["math.exp"] = ("Exp", "x"),
        ["math.expm1"] = ("Expm1", "x"),
        ["math.log"] = ("Log", "x"),
        ["math.log1p"] = ("Log1p", "x"),
        ["math.sqrt"] = ("Sqrt", "x"),
        ["math.rsqrt"] = ("Rsqrt", "x"),
        ["math.square"] = ("Square", "x"),
        ["math.reciprocal"] = ("Reciprocal", "x"),
        ["math.sin"] = ("Sin", "x"),
        ["math.cos"] = ("Cos", "x"),
        ["math.tan"] = ("Tan", "x"),
        ["math.tanh"] = ("Tanh", "x"),
        ["math.erf"] = ("Erf", "x"),
        ["math.floor"] = ("Floor", "x"),
        ["math.ceil"] = ("Ceil", "x"),
        ["math.round"] = ("Round", "x"),
        ["clip_by_value"] = ("Clip", "t:x clip_value_min:x_min clip_value_max:x_max"),
        ["identity"] = ("Copy", "input:x"),
        ["convert_to_tensor"] = ("Copy", "value:x"),
        ["cast"] = ("Cast", "x dtype"),
        ["stop_gradient"] = ("StopGradient", "input:variable"),
        ["math.equal"] = ("Equal", "x:x1 y:x2"),
        ["math.not_equal"] = ("NotEqual", "x:x1 y:x2"),
        ["math.greater"] = ("Greater", "x:x1 y:x2"),
        ["math.greater_equal"] = ("GreaterEqual", "x:x1 y:x2"),
        ["math.less"] = ("Less", "x:x1 y:x2"),
        ["math.less_equal"] = ("LessEqual", "x:x1 y:x2"),
        ["math.logical_and"] = ("LogicalAnd", "x:x1 y:x2"),
        ["math.logical_or"] = ("LogicalOr", "x:x1 y:x2"),
        ["math.logical_not"] = ("LogicalNot", "x"),
        ["where"] = ("Where", "condition x:x1 y:x2"),
        ["zeros_like"] = ("ZerosLike", "input:x"),
        ["ones_like"] = ("OnesLike", "input:x"),
        ["math.reduce_sum"] = ("Sum", "input_tensor:x axis keepdims"),
        ["math.reduce_mean"] = ("Mean", "input_tensor:x axis keepdims"),
        ["math.reduce_max"] = ("Max", "input_tensor:x axis keepdims"),
        ["math.reduce_min"] = ("Min", "input_tensor:x axis keepdims"),
        ["math.reduce_variance"] = ("Var", "input_tensor:x axis keepdims"),
        ["math.reduce_std"] = ("Std", "input_tensor:x axis keepdims"),
        ["math.reduce_any"] = ("Any", "input_tensor:x axis keepdims"),
        ["math.reduce_all"] = ("All", "input_tensor:x axis keepdims"),
        ["math.reduce_logsumexp"] = ("Logsumexp", "input_tensor:x axis keepdims"),
        ["norm"] = ("Norm", "tensor:x ord axis keepdims"),
        ["math.argmax"] = ("Argmax", "input:x axis"),
        ["math.argmin"] = ("Argmin", "input:x axis"),
        ["math.l2_normalize"] = ("Normalize", "x axis epsilon"),
        ["reshape"] = ("Reshape", "tensor:x shape:newshape"),
        ["transpose"] = ("Transpose", "a:x perm:axes"),
        ["expand_dims"] = ("ExpandDims", "input:x axis"),
        ["squeeze"] = ("Squeeze", "input:x axis"),
        ["concat"] = ("Concatenate", "values:xs axis"),
        ["stack"] = ("Stack", "values:x axis"),
        ["tile"] = ("Tile", "input:x multiples:repeats"),
        ["broadcast_to"] = ("BroadcastTo", "input:x shape"),
        ["repeat"] = ("Repeat", "input:x repeats axis"),
        ["reverse"] = ("Flip", "tensor:x axis"),
        ["gather"] = ("Take", "params:x indices validate_indices axis"),
        ["pad"] = ("Pad", "tensor:x paddings:pad_width"),
        ["__operators__.getitem"] = ("GetItem", "tensor:x slice_spec:key"),
        ["one_hot"] = ("OneHot", "indices:x depth:num_classes"),
        ["linalg.matmul"] = ("Matmul", "a:x1 b:x2"),
        ["nn.relu"] = ("Relu", "features:x"),
        ["nn.relu6"] = ("Relu6", "features:x"),
        ["nn.sigmoid"] = ("Sigmoid", "x"),
        ["math.sigmoid"] = ("Sigmoid", "x"),
        ["nn.tanh"] = ("Tanh", "x"),
        ["nn.softmax"] = ("Softmax", "logits:x axis"),
        ["nn.log_softmax"] = ("LogSoftmax", "logits:x axis"),
        ["nn.softplus"] = ("Softplus", "features:x"),
        ["math.softplus"] = ("Softplus", "features:x"),
        ["nn.softsign"] = ("Softsign", "features:x"),
        ["nn.elu"] = ("Elu", "features:x"),
        ["nn.selu"] = ("Selu", "features:x"),
        ["nn.silu"] = ("Silu", "features:x"),
        ["nn.swish"] = ("Silu", "features:x"),
        ["nn.gelu"] = ("Gelu", "features:x approximate"),
        ["nn.leaky_relu"] = ("LeakyRelu", "features:x alpha:negative_slope"),
        ["math.log_sigmoid"] = ("LogSigmoid", "x"),
    };

    // Settings that TensorFlow has by default where Keras's default is another.
    private static readonly Dictionary<string, (string Name, JsonNode Value)> Defaults = new(StringComparer.Ordinal)
    {
        ["nn.gelu"] = ("approximate", false),
        ["math.argmax"] = ("axis", 0),
        ["math.argmin"] = ("axis", 0),
        ["gather"] = ("axis", 0),
        ["nn.leaky_relu"] = ("negative_slope", 0.2),
        ["math.l2_normalize"] = ("epsilon", 1e-12),
    };

    /// <summary>The operation that an entry is; null for anything that is none of TensorFlow's.</summary>
    /// <exception cref="ModelFormatException">An operation that has no counterpart.</exception>
    public static OperationEntry? Find(NestedConfig entry)
    {
        if (entry.ClassName == "TensorFlowOpLayer") return TensorFlowNode.Find(entry);
        if (entry.ClassName is not ("TFOpLambda" or "SlicingOpLambda")) return null;
        string function = entry.Config.GetString("function") ?? "";
        if (function.StartsWith("compat.v1.", StringComparison.Ordinal)) function = function["compat.v1.".Length..];
        if (!Functions.TryGetValue(function, out var row)) throw Unknown(entry, $"tf.{function}");
        (string TensorFlow, string Keras)[] names = [.. row.Arguments.Split(' ').Select(n => n.Split(':')).Select(n => (n[0], n[^1]))];
        return new OperationEntry(OperationTable.ForClass(row.ClassName)!, (call, tensor) =>
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal) { [names[0].Keras] = First(call, tensor) };
            foreach (var (key, value) in call.Keywords)
            {
                if (value is null || key is "name") continue;
                string name = names.FirstOrDefault(n => n.TensorFlow == key).Keras ?? "";
                // Switches that are off change nothing; the type of a result is float32 anyway.
                if (name.Length == 0
                    && (key is "dtype" or "out_type" or "output_type" || value is JsonValue off && off.TryGetValue(out bool on) && !on
                        || value is JsonValue zero && zero.GetValueKind() == JsonValueKind.Number && key == "batch_dims")) continue;
                if (name.Length == 0)
                    throw new ArgumentException($"tf.{function} is called with the argument '{key}', which is not supported");
                values[name] = call.Value(name == "key" ? Slices(value) : value, tensor);
            }
            if (Defaults.TryGetValue(function, out var preset)) values.TryAdd(preset.Name, preset.Value.DeepClone());
            // TensorFlow bounds the square of the norm, Keras the norm.
            if (row.ClassName == "Normalize")
                values["epsilon"] = JsonValue.Create(Math.Sqrt(new OperationArguments(values).Number("epsilon")));
            return new OperationArguments(values);
        });
    }

    /// <summary>An error about an operation that has no counterpart.</summary>
    public static ModelFormatException Unknown(NestedConfig entry, string what) =>
        new($"{entry.Config.Place}: '{ShortText.Of(entry.Name ?? "")}' is TensorFlow's operation {ShortText.Of(what)} between layers " +
            $"({entry.ClassName}), which is not supported. Rebuild the model with layers, or put one of your own in its place: " +
            $"CustomObjects {{ {{ \"{ShortText.Of(entry.Name ?? "name")}\", _ => new YourLayer() }} }}.")
        { Entry = entry.Config.Place };

    // The argument that leads: a tensor, several as a list, or a constant with the tensor among the keywords.
    private static object? First(LayerCall call, Func<TensorPlace, SymbolicTensor> tensor)
    {
        object?[] all =
            [.. call.Positional.Select(item => item is JsonArray { Count: 4 } constant && constant[0] is JsonValue name
                && name.ToString() == TensorPlace.NoTensor ? constant[2] : call.Value(item, tensor))];
        return all.Length == 1 ? all[0] : all;
    }

    // {"start", "stop", "step"} becomes Keras 3's slice.
    private static JsonNode? Slices(JsonNode? node) => node switch
    {
        JsonArray list => new JsonArray([.. list.Select(Slices)]),
        JsonObject tuple when OperationArguments.ClassOf(tuple) == "__tuple__" => Slices(tuple["items"]),
        JsonObject slice when slice.ContainsKey("start") =>
            new JsonObject { ["class_name"] = OperationArguments.Slice, ["config"] = slice.DeepClone() },
        _ => node?.DeepClone(),
    };
}
