using Fashion.Keras.Data;

namespace Fashion.Keras.Configuration;

/// <summary>Members of enums in configs, by Keras's texts.</summary>
internal static class ConfigChoices
{
    /// <summary>A member; null when the key is missing or null.</summary>
    public static T? Choice<T>(this ConfigReader config, string key, string? others = null) where T : struct, Enum =>
        config.GetString(key) is not { } text ? null
        : ChoiceTexts<T>.TryParse(text, out T value) ? value
        : throw config.Wrong(key, ChoiceTexts<T>.List + others);

    /// <summary>A member; the default when the key is missing or null.</summary>
    public static T Choice<T>(this ConfigReader config, string key, T fallback) where T : struct, Enum =>
        config.Choice<T>(key) ?? fallback;

    /// <summary>Writes a member.</summary>
    public static ConfigWriter WriteChoice<T>(this ConfigWriter config, string key, T? value) where T : struct, Enum =>
        config.Write(key, value is { } member ? ChoiceTexts<T>.Of(member) : null);
}
