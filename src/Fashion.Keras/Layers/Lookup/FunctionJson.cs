using System.Text.Json.Nodes;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Functions of the user in Keras files: named, but not held.</summary>
internal static class FunctionJson
{
    public static JsonNode? Of(string? name, bool isFunction) => !isFunction ? name : new JsonObject
    {
        ["module"] = "builtins",
        ["class_name"] = "function",
        ["config"] = name,
        ["registered_name"] = "function",
    };

    /// <summary>The word of an option that may also be a function.</summary>
    /// <exception cref="ModelFormatException">It is a function, or no word that is known.</exception>
    public static TOption Read<TOption>(ConfigReader config, string key, string fallback, Func<string?, TOption?> find)
        where TOption : class
    {
        if (config.HasObject(key))
            throw new ModelFormatException($"{config.Place}: '{key}' is a function of Python, which a file does not hold. CustomObjects " +
                $"{{ {{ \"TextVectorization\", config => new TextVectorization({key}: ...) }} }} puts your own in its place.")
            { Entry = $"{config.Place}.{key}" };
        string? word = config.Contains(key) ? config.GetString(key) : fallback;
        return find(word) ?? throw config.Wrong(key, "a word that Keras knows, or null");
    }
}
