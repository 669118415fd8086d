using System.Globalization;
using Fashion.Keras.Plotting.Drawing;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>
/// Rows with the spread of values: a bar from the least to the greatest or from 0 to the mean, the mean as a line, each run as a dot.
/// </summary>
internal sealed record SpreadChart(IReadOnlyList<BarGroup> Groups, string XLabel, bool FromZero, string Name, string ReferenceName)
{
    public const double RowHeight = 34, Frame = 90;
    private const float NameSize = 13, FigureSize = 12, FigureOffset = 9, LegendSize = 13, LegendHeight = 30, Swatch = 14;

    // Axis line and ticks on the left, the margin of a plot on the right.
    private const float Sides = 34;

    private bool HasReference => Groups.Any(g => g.Reference is not null);

    public double NaturalHeight => Groups.Count * (HasReference ? RowHeight * 1.6 : RowHeight) + Frame + (HasReference ? LegendHeight : 0);

    public void Draw(Sketch sketch, SKRect area)
    {
        double[] all = [.. Groups.SelectMany(g => g.Values.Concat(g.Reference ?? [])).Where(double.IsFinite)];
        if (all.Length == 0)
        {
            sketch.Text($"{XLabel}: no finite values", area.MidX, area.MidY, 14, sketch.Colors.Muted, SKTextAlign.Center);
            return;
        }
        Plot plot = ChartPanel.Create(sketch.Colors, XLabel, "");
        double low = all.Min(), high = all.Max();
        if (FromZero) (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        double span = high > low ? high - low : Math.Max(Math.Abs(high) * 0.1, 1e-6);
        int decimals = Math.Clamp((int)Math.Ceiling(2 - Math.Log10(span)), 0, 6);
        for (int i = 0; i < Groups.Count; i++)
        {
            BarGroup group = Groups[i];
            bool two = group.Reference is not null;
            AddRow(plot, sketch.Colors, group.Values, -i + (two ? 0.2 : 0), two ? 0.16 : 0.28, 0, decimals);
            if (two) AddRow(plot, sketch.Colors, group.Reference!, -i - 0.2, 0.16, 1, decimals);
        }
        string[] names = [.. Groups.Select(g => Lettering.Fit(Lettering.Shown(g.Name), NameSize, area.Width * 0.4f))];
        plot.Axes.Left.TickGenerator = ChartPanel.Ticks(names.Select((name, i) => ((double)-i, name)));
        plot.Axes.Left.TickLabelStyle.FontSize = NameSize;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        double left = FromZero && low == 0 ? 0 : low - span * 0.06;
        // Room on the right for the figure after the longest bar.
        float across = Math.Max(40, area.Width - Sides - names.Max(n => Lettering.Width(n, NameSize)));
        double figure =
            Math.Min(0.6,
                (all.Max(v => Lettering.Width(v.ToString("F" + decimals, CultureInfo.InvariantCulture), FigureSize)) + 2 * FigureOffset)
                    / across);
        double right = Math.Max(high + span * 0.06, (high - left * figure) / (1 - figure));
        plot.Axes.SetLimits(left, right, -Groups.Count + 0.45, 0.55);
        if (HasReference) DrawLegend(sketch, SKRect.Create(area.Left, area.Top, area.Width, LegendHeight));
        ChartPanel.Draw(plot, sketch, HasReference ? new SKRect(area.Left, area.Top + LegendHeight, area.Right, area.Bottom) : area);
    }

    private void DrawLegend(Sketch sketch, SKRect area)
    {
        float most = area.Width / 2 - Swatch - 24;
        string[] names = [Lettering.Fit(Name, LegendSize, most), Lettering.Fit(ReferenceName, LegendSize, most)];
        float x = area.MidX - (names.Sum(n => Lettering.Width(n, LegendSize)) + 2 * Swatch + 36) / 2;
        for (int i = 0; i < names.Length; i++)
        {
            sketch.Rectangle(SKRect.Create(x, area.MidY - 4, Swatch, 10), sketch.Colors.Line(i));
            sketch.Text(names[i], x + Swatch + 6, area.MidY + 1, LegendSize, sketch.Colors.Foreground);
            x += Swatch + 6 + Lettering.Width(names[i], LegendSize) + 24;
        }
    }

    private void AddRow(Plot plot, ThemeColors colors, IReadOnlyList<double> given, double y, double half, int series, int decimals)
    {
        double[] values = [.. given.Where(double.IsFinite)];
        if (values.Length == 0) return;
        Color color = ChartPanel.Of(colors.Line(series)), dark = ChartPanel.Of(colors.Foreground);
        double mean = values.Average(), least = values.Min(), most = values.Max();
        Rectangle bar = FromZero ? plot.Add.Rectangle(Math.Min(0, mean), Math.Max(0, mean), y - half, y + half)
            : plot.Add.Rectangle(least, most, y - half, y + half);
        bar.FillColor = color.WithAlpha(FromZero ? 0.75 : 0.35);
        bar.LineWidth = 0;
        if (FromZero && most > least) Segment(least, y, most, y, 1.5f, dark);
        if (!FromZero) Segment(mean, y - half, mean, y + half, 3, color);
        if (values.Length > 1)
        {
            Markers dots = plot.Add.Markers(values, [.. values.Select(_ => y)], MarkerShape.FilledCircle, 6, FromZero ? dark : color);
            dots.MarkerStyle.OutlineWidth = 0;
        }
        Text figure = plot.Add.Text(mean.ToString("F" + decimals, CultureInfo.InvariantCulture), Math.Max(most, FromZero ? 0 : most), y);
        figure.LabelFontColor = dark;
        figure.LabelFontName = Lettering.ScottPlotName;
        figure.LabelFontSize = FigureSize;
        figure.LabelAlignment = Alignment.MiddleLeft;
        figure.OffsetX = FigureOffset;

        void Segment(double x1, double y1, double x2, double y2, float width, Color lineColor)
        {
            LinePlot line = plot.Add.Line(x1, y1, x2, y2);
            line.LineColor = lineColor;
            line.LineWidth = width;
            line.MarkerSize = 0;
        }
    }
}
