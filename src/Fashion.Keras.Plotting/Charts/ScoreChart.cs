using Fashion.Keras.Metrics;
using Fashion.Keras.Plotting.Drawing;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Fashion.Keras.Plotting.Charts;

/// <summary>ROC or precision-recall curves.</summary>
internal sealed record ScoreChart(IReadOnlyList<(string Name, ScoreCurve Curve)> Curves)
{
    private const int MostInside = 4;

    public void Draw(Sketch sketch, SKRect area)
    {
        bool roc = Curves[0].Curve.Kind == AucCurve.Roc;
        Plot plot = roc ? ChartPanel.Create(sketch.Colors, "False positive rate", "True positive rate")
            : ChartPanel.Create(sketch.Colors, "Recall", "Precision");
        var all = new List<(double X, double Y)>();
        for (int i = 0; i < Curves.Count; i++)
        {
            IReadOnlyList<(double X, double Y)> points = Curves[i].Curve.Outline();
            all.AddRange(points);
            Scatter line = plot.Add.Scatter(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray(),
                ChartPanel.Of(sketch.Colors.Line(i)));
            (line.MarkerSize, line.LineWidth) = (0, 2);
            string area4 = roc ? FormattableString.Invariant($"AUC {Curves[i].Curve.Area:F4}")
                : FormattableString.Invariant($"AP {Curves[i].Curve.AveragePrecision:F4}");
            line.LegendText = Curves[i].Name.Length > 0 ? $"{Lettering.Shown(Curves[i].Name)}, {area4}" : area4;
        }
        if (roc)
        {
            LinePlot guess = plot.Add.Line(0, 0, 1, 1);
            guess.LineColor = ChartPanel.Of(sketch.Colors.Muted);
            guess.LinePattern = LinePattern.Dashed;
            guess.MarkerSize = 0;
            guess.LegendText = "guessing";
        }
        plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
        if (Curves.Count > MostInside) plot.ShowLegend(Edge.Right);
        else ChartPanel.ShowLegend(plot, all);
        ChartPanel.Draw(plot, sketch, area);
    }
}
