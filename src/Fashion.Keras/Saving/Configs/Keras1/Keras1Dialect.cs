using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Saving;

/// <summary>
/// Rewrites configurations of Keras 1 into the words of Keras 2, which the rest of the reader knows: <see cref="Keras1Words"/> for
/// the layers, <see cref="Keras1Merge"/> for models that begin with a Merge of several models.
/// </summary>
internal sealed class Keras1Dialect
{
    private readonly Keras1Notes _notes = new();
    private readonly string? _dataFormat;

    private Keras1Dialect(JsonObject root) => _dataFormat = DataFormatOf(root);

    /// <summary>The configuration of a model in the words of Keras 2; the same object where the version is a later one.</summary>
    /// <param name="model">Class name and configuration.</param>
    /// <param name="version">Who wrote it.</param>
    /// <param name="notes">What is left to do with the model.</param>
    /// <exception cref="ModelFormatException">A setting that nothing here means.</exception>
    public static JsonObject Model(JsonObject model, FileVersion version, out Keras1Notes notes)
    {
        var dialect = new Keras1Dialect(model);
        notes = dialect._notes;
        return version.IsBefore(2, 0) ? dialect.Entry(model) : model;
    }

    /// <summary>A layer or a model with its class name, and where its inputs come from.</summary>
    public JsonObject Entry(JsonNode? node)
    {
        JsonObject entry = Named(node);
        string className = ClassOf(entry);
        JsonNode? config = entry["config"];
        switch (className)
        {
            case "Sequential" when LayersOf(entry) is { Count: > 0 } layers:
                if (ClassOf(Named(layers[0])) == "Merge") return Keras1Merge.Functional(this, entry, layers);
                entry["config"] = Model(entry, new JsonArray([.. layers.Select(Entry)]));
                break;
            case "Model" or "Functional" when config is JsonObject { } model && model["layers"] is JsonArray layers:
                entry["config"] = Model(entry, new JsonArray([.. layers.Select(Entry)]));
                break;
            case "TimeDistributed" or "Bidirectional" when config is JsonObject wrapper && wrapper["layer"] is JsonObject inner:
                wrapper["layer"] = Entry(inner);
                break;
            default:
                if (config is JsonObject settings) (entry["class_name"], entry["config"]) = Layer(className, settings);
                break;
        }
        return entry;
    }

    /// <summary>The layers of a Sequential: its configuration in Keras 1, a part of it later.</summary>
    public static JsonArray? LayersOf(JsonObject entry) =>
        entry["config"] as JsonArray ?? (entry["config"] as JsonObject)?["layers"] as JsonArray;

    /// <summary>The class of an entry; empty when it has none.</summary>
    public static string ClassOf(JsonObject entry) => JsonValues.TryText(entry["class_name"], out string name) ? name : "";

    /// <summary>A copy of an entry. The first files of Keras 1 call the class <c>name</c>, and the name <c>custom_name</c>.</summary>
    public static JsonObject Named(JsonNode? node)
    {
        if (node?.DeepClone() is not JsonObject entry)
            throw new ModelFormatException($"a layer is given as {JsonValues.Short(node)}; an object with a 'class_name' is expected.");
        if (entry.ContainsKey("class_name") || !JsonValues.TryText(entry["name"], out string className)) return entry;
        entry["name"] = entry["custom_name"]?.DeepClone();
        entry.Remove("custom_name");
        return new JsonObject { ["class_name"] = className, ["config"] = entry };
    }

    private (JsonNode ClassName, JsonNode Config) Layer(string className, JsonObject settings)
    {
        string name = JsonValues.TryText(settings["name"], out string given) ? given : "";
        if (className == "Merge") return Keras1Merge.Layer(name, settings);
        (string today, JsonObject config) = new Keras1Words(className, name, _dataFormat, _notes).Rewrite(settings);
        return (today, config);
    }

    // The name of a Sequential is in its entry only.
    private static JsonObject Model(JsonObject entry, JsonArray layers)
    {
        JsonObject config = entry["config"] is JsonObject known ? (JsonObject)known.DeepClone() : [];
        if (!config.ContainsKey("name") && entry["name"] is { } name) config["name"] = name.DeepClone();
        config["layers"] = layers;
        return config;
    }

    // Some layers do not write their order of axes; it was the same for a whole program.
    private static string? DataFormatOf(JsonNode root)
    {
        string[] named = [.. Orderings(root).Distinct()];
        return named.Length == 1 ? Keras1Words.DataFormats[named[0]] : named.Length == 0 ? "channels_last" : null;
    }

    private static IEnumerable<string> Orderings(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Orderings),
        JsonObject json =>
            json.SelectMany(member => member.Key == "dim_ordering" && JsonValues.TryText(member.Value, out string text)
                && Keras1Words.DataFormats.ContainsKey(text) ? [text] : Orderings(member.Value)),
        _ => [],
    };
}
