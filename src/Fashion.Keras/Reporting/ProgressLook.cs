namespace Fashion.Keras.Reporting;

/// <summary>One style of progress bar: pure functions from a moment to text.</summary>
internal abstract class ProgressLook
{
    /// <summary>Cells of the bar unless told otherwise.</summary>
    public abstract int DefaultWidth { get; }

    /// <summary>Counter, bar and times.</summary>
    /// <param name="moment">What to show.</param>
    /// <param name="width">Cells of the bar.</param>
    /// <param name="fancy">Whether colours may be used.</param>
    public abstract string Bar(in ProgressMoment moment, int width, bool fancy);

    /// <summary>Counter and times for <see cref="Verbosity.Line"/>.</summary>
    public abstract string Line(in ProgressMoment moment);

    public static ProgressLook Of(ProgressStyle style, System.Text.Encoding encoding) =>
        style == ProgressStyle.Classic
            ? new ClassicLook()
            : new Keras3Look(CanWrite(encoding, Keras3Look.HeavyLine) ? Keras3Look.HeavyLine : '=');

    /// <summary>Characters that take room on the screen: all but colour sequences (ESC [ ... m).</summary>
    public static int VisibleLength(string text)
    {
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b') i = text.IndexOf('m', i);
            else length++;
        }
        return length;
    }

    /// <summary>The beginning of a text, of so many characters on the screen; colour sequences are kept.</summary>
    public static string Cut(string text, int length)
    {
        var kept = new System.Text.StringBuilder();
        int visible = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b')
            {
                int end = text.IndexOf('m', i);
                kept.Append(text, i, end - i + 1);
                i = end;
            }
            else if (visible++ < length) kept.Append(text[i]);
        }
        return kept.ToString();
    }

    private static bool CanWrite(System.Text.Encoding encoding, char character) =>
        encoding.GetString(encoding.GetBytes([character])) == character.ToString();
}
