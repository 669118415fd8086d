using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fashion.Keras.Configuration;

/// <summary>
/// Options in a file that the object made of it does not have: those that are switched off, or change nothing, are passed over;
/// all others are errors, because the object would compute something else than the file says.
/// </summary>
internal static class UnknownOptions
{
    // What losses, metrics, initializers ... of Keras 1 to 3 say about precision, and what they wrap.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "name", "dtype", "fn", "reduction" };

    /// <summary>Compares what a file says with what the object that was made of it says.</summary>
    /// <returns>The object.</returns>
    /// <exception cref="ModelFormatException">An option is unknown and not switched off.</exception>
    public static T Refuse<T>(T made, ConfigReader config) where T : IKerasObject
    {
        if (config.HasNothing) return made;
        var known = new ConfigWriter();
        made.WriteConfig(known);
        foreach (var (key, value) in config.Json)
            if (!known.Json.ContainsKey(key) && !config.WasRead(key) && !Harmless.Contains(key) && !IsOff(value))
                throw new ModelFormatException($"{config.Place}: '{made.ClassName}' has the option '{key}' ({Short(value)}), which is not supported. Supported: {string.Join(", ", known.Json.Select(k => k.Key))}.") { Entry = $"{config.Place}.{key}" };
        return made;
    }

    /// <summary>Whether an option says that something is not wanted.</summary>
    public static bool IsOff(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject json => json.Count == 0,
        _ => value.GetValueKind() == JsonValueKind.False || (JsonValues.TryText(value, out string text) && text == "channels_last"),
    };

    /// <summary>A value for a message.</summary>
    public static string Short(JsonNode? value) => JsonValues.Short(value, 60);
}
