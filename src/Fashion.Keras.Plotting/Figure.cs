using System.Text;
using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting;

/// <summary>A finished picture that can be written as PNG or SVG.</summary>
public sealed class Figure
{
    // Skia draws with coordinates of 16 bits.
    private const int LargestPng = 32_000;

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

    /// <summary>Makes a picture whose size follows from its content.</summary>
    /// <param name="options">The look; its size is not looked at.</param>
    /// <param name="width">Width of the content.</param>
    /// <param name="height">Height of the content, without the title.</param>
    /// <param name="draw">Draws the content into an area.</param>
    internal Figure(PlotOptions options, int width, int height, Action<Sketch, SKRect> draw)
    {
        _options = options;
        _draw = draw;
        Width = width;
        Height = (int)Math.Ceiling(height + Top);
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
    /// <exception cref="ArgumentException">It would have more than 32,000 pixels in a row or column.</exception>
    public byte[] ToPng()
    {
        float scale = (float)_options.Scale;
        if (Math.Max(Width, Height) * scale > LargestPng)
            throw new ArgumentException($"A PNG of {Width * scale:0} x {Height * scale:0} pixels is too large: at most {LargestPng} in " +
                "each direction. Write an SVG, or choose a smaller Scale.");
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
        var standIns = new StandIns();
        return SvgDocument.File(Skia(standIns), standIns, Width, Height, string.IsNullOrEmpty(_options.Title) ? "plot" : _options.Title,
            _options.Theme == PlotTheme.Auto ? $"@media (prefers-color-scheme: dark){{{ThemeColors.DarkRules}}}" : "");
    }

    /// <summary>The picture as an element of a page, in the light colours; the page brings <see cref="ThemeColors.DarkRules"/>.</summary>
    /// <param name="label">Says what is to be seen.</param>
    /// <param name="id">Begins the ids in the element, which must be unlike those of the page's other pictures.</param>
    internal string ToInlineSvg(string label, string id)
    {
        var standIns = new StandIns();
        return SvgDocument.Inline(Skia(standIns), standIns, Width, Height, label, id);
    }

    private string Skia(StandIns standIns)
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream)) Draw(canvas, standIns);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void Draw(SKCanvas canvas, StandIns? standIns = null)
    {
        ThemeColors colors = ThemeColors.Of(_options.Theme);
        var sketch = new Sketch(canvas, colors);
        lock (Drawing)
        {
            Lettering.StandIns = standIns;
            sketch.Rectangle(new SKRect(0, 0, Width, Height), colors.Background);
            if (Top > 0) sketch.Text(Lettering.Fit(_options.Title!, TitleSize, Width - 20), Width / 2f, TitleHeight / 2 + 3, TitleSize,
                colors.Foreground, SKTextAlign.Center);
            _draw(sketch, new SKRect(0, Top, Width, Height));
        }
    }
}
