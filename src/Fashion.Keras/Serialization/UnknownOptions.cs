using System.Text.Json;
using System.Text.Json.Nodes;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Serialization;

/// <summary>
/// Options in a file that the object made of it does not have: those that are switched off, or change nothing, are passed over;
/// all others are errors, because the object would compute something else than the file says.
/// </summary>
internal static class UnknownOptions
{
    // What losses, metrics, initializers ... of Keras 1 to 3 say about precision, and what they wrap.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) { "name", "dtype", "fn", "reduction" };

    /// <summary>Compares what a file says with what the object that was made of it says.</summary>
    /// <param name="made">What was made.</param>
    /// <param name="config">What the file says.</param>
    /// <param name="harmless">Further options that change nothing.</param>
    /// <returns>The object.</returns>
    /// <exception cref="ModelFormatException">An option is unknown and not switched off.</exception>
    public static T Refuse<T>(T made, ConfigReader config, params ReadOnlySpan<string> harmless) where T : IKerasObject
    {
        if (config.HasNothing) return made;
        var known = new ConfigWriter();
        made.WriteConfig(known);
        foreach (var (key, value) in config.Json)
            if (!known.Json.ContainsKey(key) && !config.WasRead(key) && !Harmless.Contains(key) && !harmless.Contains(key) && !IsOff(value))
                throw NotSupported(config, $"'{made.ClassName}'", key, value, known);
        return made;
    }

    /// <summary>The error about an option.</summary>
    /// <param name="config">Its place.</param>
    /// <param name="whose">Whose option it is, for the message.</param>
    /// <param name="key">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="known">The options that are known.</param>
    public static ModelFormatException NotSupported(ConfigReader config, string whose, string key, JsonNode? value, ConfigWriter known) =>
        new($"{config.Place}: {whose} has the option '{ShortText.Of(key)}' ({JsonValues.Short(value, 60)}), which is not supported. " +
            $"{NameHints.Near(key, known.Json.Select(k => k.Key))}")
        { Entry = $"{config.Place}.{ShortText.Of(key)}" };

    /// <summary>Whether an option says that something is not wanted.</summary>
    public static bool IsOff(JsonNode? value) => value switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject json => json.Count == 0,
        _ => value.GetValueKind() == JsonValueKind.False || (JsonValues.TryText(value, out string text) && text == "channels_last"),
    };
}
