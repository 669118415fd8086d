namespace Fashion.Keras.Internal;

/// <summary>Texts of unknown length in messages: they are shortened here and nowhere else.</summary>
internal static class ShortText
{
    private const string Left = "...";

    /// <summary>A name or a class: its beginning.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most characters of the result.</param>
    public static string Of(string text, int most = 40) => text.Length <= most ? text : text[..Before(text, most - Left.Length)] + Left;

    /// <summary>A text that says where at its beginning and what at its end: its middle is left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Most characters of the result.</param>
    /// <param name="head">How many of them belong to the beginning.</param>
    public static string WithoutMiddle(string text, int most, int head) =>
        text.Length <= most ? text : text[..Before(text, head)] + Left + text[After(text, text.Length - (most - head - Left.Length))..];

    // Characters of two halves are kept or left out whole.
    private static int Before(string text, int end) => char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;

    private static int After(string text, int start) => char.IsLowSurrogate(text[start]) ? start + 1 : start;
}
