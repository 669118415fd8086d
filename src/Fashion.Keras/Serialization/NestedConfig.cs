using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Serialization;

/// <summary>An object inside a Keras file: the name of its class and its constructor arguments.</summary>
public sealed class NestedConfig
{
    internal NestedConfig(string className, string? registeredName, ConfigReader config, JsonObject? json)
    {
        ClassName = className;
        RegisteredName = registeredName;
        Config = config;
        Json = json;
    }

    /// <summary>Keras's class name, or the plain name that stood in its place.</summary>
    public string ClassName { get; }

    /// <summary>Registered name of a class of your own; null for Keras's classes.</summary>
    public string? RegisteredName { get; }

    /// <summary>The constructor arguments.</summary>
    public ConfigReader Config { get; }

    /// <summary>Whether only a name was given.</summary>
    public bool IsPlainName => Json is null;

    /// <summary>The module of the class; null in files before Keras 3.</summary>
    internal string? Module => JsonValues.TryText(Json?["module"], out string name) ? name : null;

    /// <summary>The name of the object itself; null when it has none.</summary>
    internal string? Name => JsonValues.TryText(Config.Json["name"] ?? Json?["name"], out string name) ? name : null;

    /// <summary>The whole object, for keys next to the config.</summary>
    internal JsonObject? Json { get; }

    internal static NestedConfig From(JsonNode node, string place, CustomObjects? custom = null)
    {
        if (JsonValues.TryText(node, out string name)) return new NestedConfig(name, null, new ConfigReader(null, place, custom), null);
        if (node is not JsonObject json || !JsonValues.TryText(json["class_name"], out string className))
            throw new ModelFormatException($"{place}: expected an object with a 'class_name', or a name.") { Entry = place };
        JsonObject config = json["config"] switch
        {
            null => [],
            JsonObject o => o,
            // A function is written as {"class_name": "function", "config": "name"}.
            var other when JsonValues.TryText(other, out string function) => new JsonObject { ["name"] = function },
            // Keras up to 2.1 wrote the list of layers in place of the configuration.
            JsonArray layers => new JsonObject { ["layers"] = layers.DeepClone() },
            _ => throw new ModelFormatException($"{place}.config: expected an object.") { Entry = place },
        };
        string? registered = JsonValues.TryText(json["registered_name"], out string text) ? text : null;
        return new NestedConfig(className, registered,
            new ConfigReader(config, $"{place}({ShortText.Of(className)}{Quoted(config["name"] ?? json["name"])})", custom), json);
    }

    private static string Quoted(JsonNode? node) =>
        JsonValues.TryText(node, out string name) && name.Length > 0 ? $" '{ShortText.Of(name)}'" : "";
}
