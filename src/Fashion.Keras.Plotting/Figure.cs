using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting;

/// <summary>A finished picture that can be written as PNG or SVG.</summary>
public sealed partial class Figure
{
    private const float TitleSize = 17, TitleHeight = 38;

    // ScottPlot keeps fonts in a cache that all plots share.
    private static readonly Lock Drawing = new();

    private readonly PlotOptions _options;
    private readonly Action<Sketch, SKRect> _draw;

    /// <summary>Makes a picture.</summary>
    /// <param name="options">Size and look.</param>
    /// <param name="height">Height of the content where the options name none, without the title.</param>
    /// <param name="draw">Draws the content into an area. It is called once for each file, with the colours of that file.</param>
    internal Figure(PlotOptions? options, double height, Action<Sketch, SKRect> draw)
    {
        _options = options ?? new PlotOptions();
        _draw = draw;
        Width = _options.Width;
        Height = _options.Height > 0 ? _options.Height : (int)Math.Ceiling(height + Top);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    private float Top => string.IsNullOrEmpty(_options.Title) ? 0 : TitleHeight;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name ends in .png or .svg; an old file is replaced.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        switch (Path.GetExtension(path).ToUpperInvariant())
        {
            case ".PNG": File.WriteAllBytes(path, ToPng()); break;
            case ".SVG": File.WriteAllText(path, ToSvg()); break;
            case var other: throw new ArgumentException($"A picture is written as .png or .svg, not as '{other}'.", nameof(path));
        }
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] ToPng()
    {
        float scale = (float)_options.Scale;
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)Math.Round(Width * scale), (int)Math.Round(Height * scale)));
        surface.Canvas.Scale(scale);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The picture as an SVG document.</summary>
    public string ToSvg()
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream)) Draw(canvas);
        string svg = Encoding.UTF8.GetString(stream.ToArray());
        svg = svg.Replace($"font-family=\"{Lettering.Typeface.FamilyName}\"", $"font-family=\"{Lettering.SvgFamilies}\"", StringComparison.Ordinal);
        svg = Attributes().Replace(svg, m => Digits().Replace(m.Value, n => double.Parse(n.Value, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture)));
        string style = _options.Theme == PlotTheme.Auto ? $"<style>@media (prefers-color-scheme: dark){{{ThemeColors.DarkRules}}}</style>" : "";
        string label = SecurityElement.Escape(_options.Title ?? "plot");
        return Head().Replace(svg, m => $"{m.Value[..^1]} viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{label}\">{style}", 1);
    }

    private void Draw(SKCanvas canvas)
    {
        ThemeColors colors = ThemeColors.Of(_options.Theme);
        var sketch = new Sketch(canvas, colors);
        lock (Drawing)
        {
            sketch.Rectangle(new SKRect(0, 0, Width, Height), colors.Background);
            if (Top > 0) sketch.Text(Lettering.Fit(_options.Title!, TitleSize, Width - 20), Width / 2f, TitleHeight / 2 + 3, TitleSize, colors.Foreground, SKTextAlign.Center);
            _draw(sketch, new SKRect(0, Top, Width, Height));
        }
    }

    [GeneratedRegex("=\"[^\"]*\"")]
    private static partial Regex Attributes();

    // Skia writes nine digits; a hundredth of a pixel is enough.
    [GeneratedRegex(@"-?\d+\.\d{3,}(?![\de])")]
    private static partial Regex Digits();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Head();
}
