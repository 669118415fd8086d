using System.Globalization;
using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>
/// The font that this package brings along, so that pictures are the same on every machine, also where there are no fonts.
/// </summary>
internal static class Lettering
{
    private const string Resource = "DejaVuSans.ttf", InScottPlot = "Fashion.Keras.Plotting";

    /// <summary>What an SVG asks for: the font, one with letters of the same widths, any other without serifs.</summary>
    public const string SvgFamilies = "DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif";

    public static SKTypeface Typeface { get; } = Read();

    /// <summary>Name under which ScottPlot finds the font.</summary>
    public static string ScottPlotName { get; } = Register();

    public static SKFont Sized(float size) => new(Typeface, size) { Subpixel = true, Edging = SKFontEdging.Antialias };

    public static float Width(string text, float size)
    {
        using SKFont font = Sized(size);
        return font.MeasureText(text);
    }

    /// <summary>The text, or its beginning with an ellipsis where it is too wide.</summary>
    public static string Fit(string text, float size, float width)
    {
        if (Width(text, size) <= width) return text;
        int length = text.Length;
        while (length > 1 && Width(text[..length] + "…", size) > width) length--;
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length] + "…";
    }

    private static SKFont Glyphs { get; } = new(Typeface);

    /// <summary>While an SVG is drawn: what is drawn for characters that the font lacks. Only one figure is drawn at a time.</summary>
    public static StandIns? StandIns { get; set; }

    /// <summary>
    /// The text as it can be drawn: in one line, without characters that control its direction, and with others for those that the font
    /// lacks.
    /// </summary>
    public static string Shown(string text)
    {
        if (text.All(c => c is >= ' ' and <= '~')) return text;
        var shown = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) shown.Append(' ');
            else if (Rune.IsControl(rune) || rune == Rune.ReplacementChar) shown.Append(Rune.ReplacementChar.ToString());
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format) continue;
            else if (Glyphs.ContainsGlyph(rune.Value)) shown.Append(rune.ToString());
            else if (StandIns is { } standIns) shown.Append(standIns.Of(rune));
            else shown.Append(Rune.ReplacementChar.ToString());
        }
        return shown.ToString();
    }

    private static SKTypeface Read()
    {
        using Stream stream = typeof(Lettering).Assembly.GetManifestResourceStream(Resource)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data);
    }

    // Under a name of its own, so that nothing else in the process changes its letters.
    private static string Register()
    {
        Fonts.FontResolvers.Add(new Resolver());
        return InScottPlot;
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == InScottPlot ? Read() : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == InScottPlot ? Read() : null;
    }
}
