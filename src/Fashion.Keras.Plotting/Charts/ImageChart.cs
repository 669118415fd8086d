using System.Globalization;
using Fashion.Keras.Plotting.Drawing;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>A grid of images with captions, and with the probabilities of the classes as bars.</summary>
internal sealed record ImageChart(IReadOnlyList<SKBitmap> Images, int[]? Labels, double[][]? Rows, IReadOnlyList<string>? Names, bool Bars)
{
    private const float CaptionSize = 12.5f, Gap = 12, MostTicks = 20, FewImages = 32;

    private float CaptionHeight => Labels is null && Rows is null ? 0 : 36;

    private bool HasBars => Bars && Rows is not null;

    public double NaturalHeight(int width)
    {
        int columns = Columns(width), rows = (Images.Count + columns - 1) / columns;
        float cell = (float)width / columns;
        return rows * ((HasBars ? cell / 2 : cell) - Gap + CaptionHeight + Gap) + Gap;
    }

    public void Draw(Sketch sketch, SKRect area)
    {
        SKRect inner = SKRect.Create(area.Left, area.Top + Gap / 2, area.Width, area.Height - Gap);
        foreach ((SKRect tile, int i) in ChartPanel.Tiles(inner, Images.Count, Columns((int)area.Width)).Select((t, i) => (t, i)))
            DrawOne(sketch, tile, i);
    }

    private int Columns(int width) =>
        Math.Max(1, Math.Min(Images.Count, width / (HasBars ? 250 : CaptionHeight == 0 && Images.Count > FewImages ? 85 : 150)));

    private void DrawOne(Sketch sketch, SKRect tile, int i)
    {
        float room = HasBars ? tile.Width / 2 - Gap : tile.Width - Gap;
        float scale = Math.Min(room / Images[i].Width, (tile.Height - CaptionHeight - 4) / Images[i].Height);
        SKRect picture = SKRect.Create(tile.Left + Gap / 2 + (room - Images[i].Width * scale) / 2, tile.Top + 4, Images[i].Width * scale,
            Images[i].Height * scale);
        sketch.Image(Images[i], picture);
        sketch.Outline(picture, sketch.Colors.Grid);
        float middle = HasBars ? tile.MidX : picture.MidX;
        string[] caption = Caption(i, tile.Width - 8);
        string color = Color(sketch.Colors, i);
        for (int line = 0; line < caption.Length; line++)
            sketch.Text(Lettering.Fit(caption[line], CaptionSize, tile.Width - 6), middle,
                picture.Bottom + 11 + (HasBars ? 3 : 0) + line * 15, CaptionSize, color, SKTextAlign.Center);
        if (HasBars) DrawBars(sketch, SKRect.Create(tile.MidX + Gap / 2, picture.Top, room, picture.Height - 8), i);
    }

    private void DrawBars(Sketch sketch, SKRect area, int i)
    {
        double[] row = Rows![i];
        int best = Array.IndexOf(row, row.Max());
        float width = area.Width / row.Length;
        sketch.Line(new SKPoint(area.Left, area.Bottom), new SKPoint(area.Right, area.Bottom), sketch.Colors.Muted);
        for (int c = 0; c < row.Length; c++)
        {
            float height = (float)Math.Clamp(row[c], 0, 1) * area.Height;
            string color = Labels is { } labels && c == labels[i]
                ? sketch.Colors.Good
                : c == best ? Labels is null ? sketch.Colors.Line(0) : sketch.Colors.Bad : sketch.Colors.Area;
            sketch.Rectangle(SKRect.Create(area.Left + c * width + width * 0.12f, area.Bottom - height, width * 0.76f, height), color);
            if (row.Length <= MostTicks) sketch.Text(c.ToString(CultureInfo.InvariantCulture), area.Left + (c + 0.5f) * width,
                area.Bottom + 6, Math.Min(8.5f, width * 0.8f), sketch.Colors.Muted, SKTextAlign.Center);
        }
    }

    private string Color(ThemeColors colors, int i) =>
        Labels is null || Rows is null ? colors.Foreground : Best(i) == Labels[i] ? colors.Good : colors.Bad;

    private int Best(int i) => Array.IndexOf(Rows![i], Rows[i].Max());

    // Predicted class and probability, the true class in brackets: on one line where there is room.
    private string[] Caption(int i, float width)
    {
        string truth = Labels is null ? "" : DataArrays.Name(Names, Labels[i]);
        if (Rows is null) return truth.Length > 0 ? [truth] : [];
        string guess = FormattableString.Invariant($"{DataArrays.Name(Names, Best(i))} {100 * Rows[i].Max():F0}%");
        if (truth.Length == 0) return [guess];
        string both = $"{guess} ({truth})";
        return Lettering.Width(both, CaptionSize) <= width ? [both] : [guess, $"({truth})"];
    }
}
