using SkiaSharp;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>A canvas with a theme: plain shapes and text.</summary>
internal sealed class Sketch(SKCanvas canvas, ThemeColors colors)
{
    public SKCanvas Canvas => canvas;

    public ThemeColors Colors => colors;

    /// <summary>A filled rectangle. What shines through is the theme's own colour, also after a style sheet has exchanged it.</summary>
    public void Rectangle(SKRect area, string color, double opacity = 1)
    {
        if (opacity <= 0) return;
        using var paint = new SKPaint
        {
            Color = ThemeColors.Parse(color).WithAlpha((byte)Math.Round(255 * opacity)),
            Style = SKPaintStyle.Fill,
            IsAntialias = true
        };
        canvas.DrawRect(area, paint);
    }

    public void Outline(SKRect area, string color, float width = 1)
    {
        using var paint =
            new SKPaint { Color = ThemeColors.Parse(color), Style = SKPaintStyle.Stroke, StrokeWidth = width, IsAntialias = true };
        canvas.DrawRect(area, paint);
    }

    public void Line(SKPoint from, SKPoint to, string color, float width = 1)
    {
        using var paint =
            new SKPaint { Color = ThemeColors.Parse(color), Style = SKPaintStyle.Stroke, StrokeWidth = width, IsAntialias = true };
        canvas.DrawLine(from, to, paint);
    }

    /// <summary>Text whose middle line lies at <paramref name="y"/>, turned clockwise about its point.</summary>
    public void Text(string text, float x, float y, float size, string color, SKTextAlign align = SKTextAlign.Left, float degrees = 0)
    {
        if (text.Length == 0) return;
        text = Lettering.Shown(text);
        using SKFont font = Lettering.Sized(size);
        using var paint = new SKPaint { Color = ThemeColors.Parse(color), IsAntialias = true };
        int saved = canvas.Save();
        canvas.Translate(x, y);
        if (degrees != 0) canvas.RotateDegrees(degrees);
        canvas.DrawText(text, 0, size * 0.36f, align, font, paint);
        canvas.RestoreToCount(saved);
    }

    /// <summary>An image whose pixels stay squares.</summary>
    public void Image(SKBitmap bitmap, SKRect area)
    {
        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, new SKRect(0, 0, bitmap.Width, bitmap.Height), area, new SKSamplingOptions(SKFilterMode.Nearest));
    }
}
