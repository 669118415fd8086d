using Fashion.Keras.Plotting.Drawing;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>Values over epochs, or over another whole number.</summary>
internal sealed record LineChart(string XLabel, string YLabel, IReadOnlyList<Line> Lines)
{
    private const int MostMarked = 40;

    public void Draw(Sketch sketch, SKRect area)
    {
        Plot plot = ChartPanel.Create(sketch.Colors, XLabel, YLabel);
        plot.Axes.Bottom.TickGenerator = ChartPanel.WholeNumbersX();
        var all = new List<(double X, double Y)>();
        foreach (Line line in Lines)
        {
            (double X, double Y)[] points = [.. line.X.Zip(line.Y).Where(p => double.IsFinite(p.Second))];
            all.AddRange(points);
            Scatter scatter = plot.Add.Scatter(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray(),
                ChartPanel.Of(sketch.Colors.Line(line.Color)).WithAlpha(line.Opacity));
            scatter.LegendText = Lettering.Shown(line.Name);
            scatter.LineWidth = line.Width;
            // A single epoch has no line.
            scatter.MarkerSize = line.IsMarked && points.Length <= MostMarked || points.Length == 1 ? 5 : 0;
            if (line.Dashed) scatter.LinePattern = LinePattern.Dashed;
        }
        if (all.Count == 0)
        {
            sketch.Text($"{YLabel}: no finite values", area.MidX, area.MidY, 14, sketch.Colors.Muted, SKTextAlign.Center);
            return;
        }
        double left = all.Min(p => p.X), right = all.Max(p => p.X), low = all.Min(p => p.Y), high = all.Max(p => p.Y);
        double side = right > left ? (right - left) * 0.04 : 0.5,
            margin = high > low ? (high - low) * 0.07 : Math.Max(Math.Abs(high) * 0.05, 1e-6);
        plot.Axes.SetLimits(left - side, right + side, low - margin, high + margin);
        if (Lines.Count(l => l.Name.Length > 0) > 1) ChartPanel.ShowLegend(plot, all);
        ChartPanel.Draw(plot, sketch, area);
    }
}
