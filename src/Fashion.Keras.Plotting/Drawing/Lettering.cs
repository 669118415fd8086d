using ScottPlot;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>The font that this package brings along, so that pictures are the same on every machine, also where there are no fonts.</summary>
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
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => fontName == InScottPlot ? Read() : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == InScottPlot ? Read() : null;
    }
}
