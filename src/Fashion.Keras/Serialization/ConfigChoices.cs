using Fashion.Keras.Data;

namespace Fashion.Keras.Serialization;

/// <summary>Members of enums in configs, by Keras's texts.</summary>
internal static class ConfigChoices
{
    // Of Keras's members some are missing here.
    internal const string OthersAreNotSupported = "; others are not supported";

    /// <summary>A member; null when the key is missing or null.</summary>
    public static T? Choice<T>(this ConfigReader config, string key, string? others = null) where T : struct, Enum =>
        config.GetString(key) is not { } text ? null
        : ChoiceTexts<T>.TryParse(text, out T value) ? value
        : throw config.Wrong(key, ChoiceTexts<T>.List + others);

    /// <summary>A member; the default when the key is missing or null.</summary>
    public static T Choice<T>(this ConfigReader config, string key, T fallback) where T : struct, Enum =>
        config.Choice<T>(key) ?? fallback;

    /// <summary>A member as an argument of a constructor, which has a default of its own for a key that is missing or null.</summary>
    public static Choice<T> ChoiceArgument<T>(this ConfigReader config, string key) where T : struct, Enum =>
        config.Choice<T>(key, typeof(T) == typeof(Interpolation) ? OthersAreNotSupported : null) is { } member
            ? member
            : default(Choice<T>);

    /// <summary>Writes a member.</summary>
    public static ConfigWriter WriteChoice<T>(this ConfigWriter config, string key, T? value) where T : struct, Enum =>
        config.Write(key, value is { } member ? ChoiceTexts<T>.Of(member) : null);
}
