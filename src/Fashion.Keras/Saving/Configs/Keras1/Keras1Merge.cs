using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// The layer <c>Merge</c> of Keras 1, one class for all ways to merge. At the start of a Sequential it holds the models whose outputs
/// it merges; such a model becomes a functional one with the layers of all of them, as Keras 1 stored their weights.
/// </summary>
internal sealed class Keras1Merge
{
    private readonly Keras1Dialect _dialect;
    private readonly JsonArray _layers = [], _inputs = [];
    private int _nested;

    private Keras1Merge(Keras1Dialect dialect) => _dialect = dialect;

    /// <summary>The layer of today that merges in the same way.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="settings">Its settings.</param>
    public static (JsonNode ClassName, JsonNode Config) Layer(string name, JsonObject settings)
    {
        string kind = JsonValues.TryText(settings["mode_type"], out string type) ? type : "raw";
        if (kind != "raw" || !JsonValues.TryText(settings["mode"], out string mode))
            throw new ModelFormatException($"layer '{name}' (Merge) of Keras 1 merges by Python code ({kind}), which is never run.");
        JsonObject config = new() { ["name"] = name };
        if (settings["trainable"] is { } trainable) config["trainable"] = trainable.DeepClone();
        string className = mode switch
        {
            "sum" => "Add",
            "mul" => "Multiply",
            "ave" => "Average",
            "max" => "Maximum",
            "concat" => "Concatenate",
            "dot" or "cos" => "Dot",
            _ => throw new ModelFormatException(
                $"layer '{name}' (Merge) of Keras 1 has the mode '{mode}'; sum, mul, ave, max, concat, dot and cos are known."),
        };
        if (mode == "concat") config["axis"] = settings["concat_axis"]?.DeepClone() ?? -1;
        if (className == "Dot") (config["axes"], config["normalize"]) = (Axes(settings["dot_axes"]), mode == "cos");
        return (className, config);
    }

    /// <summary>A Sequential that begins with a Merge, as a functional model.</summary>
    /// <param name="dialect">Rewrites the layers.</param>
    /// <param name="entry">The Sequential.</param>
    /// <param name="layers">Its layers.</param>
    public static JsonObject Functional(Keras1Dialect dialect, JsonObject entry, JsonArray layers)
    {
        var merge = new Keras1Merge(dialect);
        JsonArray output = merge.Chain(layers);
        var config =
            new JsonObject { ["layers"] = merge._layers, ["input_layers"] = merge._inputs, ["output_layers"] = new JsonArray(output) };
        if ((entry["name"] ?? (entry["config"] as JsonObject)?["name"]) is { } name) config["name"] = name.DeepClone();
        var result = (JsonObject)entry.DeepClone();
        (result["class_name"], result["config"]) = ("Model", config);
        return result;
    }

    // Where dot_axes is a list of lists, each has one axis.
    private static JsonNode Axes(JsonNode? axes) => axes switch
    {
        null => -1,
        JsonArray list => new JsonArray([.. list.Select(a => (a is JsonArray { Count: 1 } one ? one[0] : a)?.DeepClone())]),
        _ => axes.DeepClone(),
    };

    private JsonArray Chain(JsonArray layers)
    {
        JsonObject first = Keras1Dialect.Named(layers.Count > 0 ? layers[0] : null);
        JsonArray place;
        if (Keras1Dialect.ClassOf(first) != "Merge") place = Source(first);
        else
        {
            var settings = first["config"] as JsonObject ?? [];
            JsonArray[] branches =
                [.. (settings["layers"] as JsonArray
                    ?? throw new ModelFormatException($"layer '{NameOf(first)}' (Merge) of Keras 1 does not say what it merges.")).Select(
                        Branch)];
            place = Append(first, branches);
        }
        foreach (JsonNode? next in layers.Skip(1)) place = Append(Keras1Dialect.Named(next), place);
        return place;
    }

    private JsonArray Branch(JsonNode? node)
    {
        JsonObject entry = Keras1Dialect.Named(node);
        switch (Keras1Dialect.ClassOf(entry))
        {
            case "Sequential" when Keras1Dialect.LayersOf(entry) is { } layers:
                return Chain(layers);
            case "Model" when _dialect.Entry(entry)["config"] is JsonObject { } model && model["layers"] is JsonArray layers
                && model["input_layers"] is JsonArray inputs && model["output_layers"] is JsonArray { Count: 1 } outputs:
                foreach (JsonNode? layer in layers) _layers.Add(layer?.DeepClone());
                foreach (JsonNode? input in inputs) _inputs.Add(input?.DeepClone());
                return outputs[0]?.DeepClone() as JsonArray
                    ?? throw new ModelFormatException("a model that is merged does not name its output.");
            default:
                return Source(entry);
        }
    }

    // The first layer of a model; its input gets the name that Keras 2 gives.
    private JsonArray Source(JsonObject entry)
    {
        if (Keras1Dialect.ClassOf(entry) == "InputLayer")
        {
            JsonArray input = Append(entry);
            _inputs.Add(input.DeepClone());
            return input;
        }
        JsonObject described = entry;
        while (Keras1Dialect.LayersOf(described) is { Count: > 0 } inner) described = Keras1Dialect.Named(inner[0]);
        if (described["config"] is not JsonObject settings || settings["batch_input_shape"] is not { } shape)
            throw new ModelFormatException($"layer '{NameOf(entry)}' begins a model, but does not state its batch_input_shape.");
        var source = new JsonObject { ["name"] = $"{NameOf(described)}_input", ["batch_input_shape"] = shape.DeepClone() };
        if (settings["input_dtype"] is { } type) source["input_dtype"] = type.DeepClone();
        return Append(entry, Source(new JsonObject { ["class_name"] = "InputLayer", ["config"] = source }));
    }

    private JsonArray Append(JsonObject entry, params JsonArray[] from)
    {
        string name = NameOf(entry);
        // A Sequential has no name in its configuration.
        if (name.Length == 0) name = FormattableString.Invariant($"nested_{++_nested}");
        entry["name"] = name;
        JsonObject layer = _dialect.Entry(entry);
        layer["inbound_nodes"] = from.Length == 0 ? [] : new JsonArray(new JsonArray([.. from.Select(place => place.DeepClone())]));
        _layers.Add((JsonNode)layer);
        // A model counts its own input as its first use.
        return new JsonArray(name, 0, 0);
    }

    private static string NameOf(JsonObject entry) =>
        JsonValues.TryText((entry["config"] as JsonObject)?["name"] ?? entry["name"], out string name) ? name : "";
}
