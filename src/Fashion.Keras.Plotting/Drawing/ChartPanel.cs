using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Drawing;

/// <summary>A plot with axes: ScottPlot in the look of this package.</summary>
internal static class ChartPanel
{
    private const float TickSpacingX = 75, TickSpacingY = 40, WholeSpacingX = 45, TickSize = 12, LabelSize = 14, TitleSize = 15,
        LegendSize = 13;

    public static Plot Create(ThemeColors colors, string xLabel, string yLabel, string? title = null)
    {
        var plot = new Plot();
        plot.Font.Set(Lettering.ScottPlotName);
        plot.FigureBackground.Color = Of(colors.Background);
        plot.DataBackground.Color = Of(colors.Background);
        plot.Axes.Color(Of(colors.Foreground));
        plot.Grid.MajorLineColor = Of(colors.Grid);
        foreach (IAxis axis in (IAxis[])[plot.Axes.Right, plot.Axes.Top])
        {
            axis.FrameLineStyle.Width = 0;
            axis.MinimumSize = 18;
        }
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontSize = TickSize;
            axis.FrameLineStyle.Color = Of(colors.Muted);
            axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = Of(colors.Muted);
            axis.MinorTickStyle.Length = 0;
        }
        plot.XLabel(Lettering.Shown(xLabel), LabelSize);
        plot.YLabel(Lettering.Shown(yLabel), LabelSize);
        if (!string.IsNullOrEmpty(title)) plot.Title(Lettering.Shown(title), TitleSize);
        plot.Axes.Bottom.TickGenerator = new EvenTicks(TickSpacingX);
        plot.Axes.Left.TickGenerator = new EvenTicks(TickSpacingY);
        plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = plot.Axes.Title.Label.Bold = false;
        plot.Legend.FontName = Lettering.ScottPlotName;
        plot.Legend.FontSize = LegendSize;
        plot.Legend.FontColor = Of(colors.Foreground);
        plot.Legend.BackgroundColor = Of(colors.Background);
        plot.Legend.OutlineColor = Of(colors.Grid);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.HideLegend();
        return plot;
    }

    public static Color Of(string color) => Color.FromHex(color);

    /// <summary>Ticks of the axis of epochs.</summary>
    public static EvenTicks WholeNumbersX() => new(WholeSpacingX, whole: true);

    /// <summary>Ticks of an axis of counts.</summary>
    public static EvenTicks WholeNumbersY() => new(TickSpacingY, whole: true);

    /// <summary>Ticks at places of one's own.</summary>
    public static NumericManual Ticks(IEnumerable<(double At, string Text)> ticks)
    {
        var manual = new NumericManual();
        foreach ((double at, string text) in ticks) manual.AddMajor(at, text);
        return manual;
    }

    /// <summary>Shows the legend in the corner with the fewest points.</summary>
    public static void ShowLegend(Plot plot, IEnumerable<(double X, double Y)> points)
    {
        AxisLimits limits = plot.Axes.GetLimits();
        (double X, double Y)[] places =
            [.. points.Select(p => ((p.X - limits.Left) / limits.HorizontalSpan, (p.Y - limits.Bottom) / limits.VerticalSpan))];
        (Alignment Corner, Func<(double X, double Y), bool> Covers)[] corners =
        [
            (Alignment.UpperRight, p => p is { X: > 0.55, Y: > 0.65 }),
            (Alignment.LowerRight, p => p is { X: > 0.55, Y: < 0.35 }),
            (Alignment.UpperLeft, p => p is { X: < 0.45, Y: > 0.65 }),
            (Alignment.LowerLeft, p => p is { X: < 0.45, Y: < 0.35 }),
        ];
        plot.ShowLegend(corners.MinBy(c => places.Count(c.Covers)).Corner);
    }

    public static void Draw(Plot plot, Sketch sketch, SKRect area)
    {
        var place = new PixelRect(area.Left, area.Right, area.Bottom, area.Top);
        // The first rendering lays the plot out and draws it again over itself, which a file of vectors would keep.
        using var nowhere = new SKNoDrawCanvas((int)Math.Ceiling(area.Right), (int)Math.Ceiling(area.Bottom));
        plot.Render(nowhere, place);
        // A plot clears all that it may draw on.
        int saved = sketch.Canvas.Save();
        sketch.Canvas.ClipRect(area);
        plot.Render(sketch.Canvas, place);
        sketch.Canvas.RestoreToCount(saved);
    }

    /// <summary>Places of a number of panels, row by row.</summary>
    public static IEnumerable<SKRect> Tiles(SKRect area, int count, int columns)
    {
        int rows = (count + columns - 1) / columns;
        for (int i = 0; i < count; i++)
        {
            float width = area.Width / columns, height = area.Height / rows;
            yield return SKRect.Create(area.Left + i % columns * width, area.Top + i / columns * height, width, height);
        }
    }
}
