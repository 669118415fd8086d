using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>Text of users: split into paragraphs, and without characters that no page can hold.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The paragraphs between blank lines, each without blanks at its ends.</summary>
    public static IEnumerable<string> Paragraphs(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Aggregate(new List<List<string>> { new() }, (all, line) =>
        {
            if (line.Trim().Length > 0) all[^1].Add(line.TrimEnd());
            else if (all[^1].Count > 0) all.Add([]);
            return all;
        }).Where(lines => lines.Count > 0).Select(lines => string.Join('\n', lines).Trim());

    /// <summary>Each character as another text; control characters and halves of characters become the replacement character.</summary>
    public static string Encode(string text, Func<char, string?> special)
    {
        var encoded = new StringBuilder(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsBmp && special((char)rune.Value) is { } other) encoded.Append(other);
            else if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') || rune.Value is 0xFFFE or 0xFFFF)
                encoded.Append(Replacement);
            else encoded.Append(rune.ToString());
        }
        return encoded.ToString();
    }
}
