using System.Globalization;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>The version of Keras that wrote a file, as far as meanings depend on it.</summary>
/// <param name="Major">1, 2 or 3.</param>
/// <param name="Minor">What follows the first point.</param>
/// <param name="Text">The version as the file has it; null when it names none.</param>
internal readonly record struct FileVersion(int Major, int Minor, string? Text = null)
{
    /// <summary>Reads "2.2.4-tf", "3.0.0.dev2023"; a text that names no version counts as today's.</summary>
    /// <param name="text">What the file says.</param>
    public static FileVersion Parse(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length > 1 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            ? new(major, minor, text) : new(3, 0, text);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Keras {(Text is null ? FormattableString.Invariant($"{Major}") : ShortText.Of(Text, 20))}";

    /// <summary>Whether it is older than the given version.</summary>
    public bool IsBefore(int major, int minor) => Major < major || (Major == major && Minor < minor);
}
