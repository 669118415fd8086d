using System.Text;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>
/// Characters that the font of this package lacks. Skia would leave them out of an SVG, although the viewer may have a font for them;
/// so rare characters, those of Braille, stand in for them until the SVG is written.
/// </summary>
internal sealed class StandIns
{
    private const char First = '\u2801', Last = '\u28FF';

    private readonly Dictionary<Rune, char> _standIns = [];
    private readonly Dictionary<char, string> _meant = [];

    /// <summary>What is drawn in place of a character; the replacement character where all stand-ins are taken.</summary>
    public char Of(Rune rune)
    {
        if (_standIns.TryGetValue(rune, out char known)) return known;
        char next = (char)(First + _standIns.Count);
        if (next > Last) return (char)Rune.ReplacementChar.Value;
        _meant[next] = rune.ToString();
        return _standIns[rune] = next;
    }

    /// <summary>The text that is meant.</summary>
    public string Restored(string text) => text.Any(_meant.ContainsKey)
        ? string.Concat(text.Select(c => _meant.TryGetValue(c, out string? meant) ? meant : c.ToString())) : text;
}
