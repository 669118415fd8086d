using Fashion.Keras.Plotting.Charts;
using Fashion.Keras.Plotting.Drawing;

namespace Fashion.Keras.Plotting;

/// <summary>Pictures of training, predictions and weights. Each method gives a <see cref="Figure"/> to save as PNG or SVG.</summary>
/// <example><code>
/// Plots.Curves(history).Save("curves.png");
/// Plots.Confusion(new ConfusionMatrix(labels, predicted, names)).Save("confusion.svg");
/// </code></example>
public static partial class Plots
{
    private const double PanelHeight = 340;

    private static Figure Panels(IReadOnlyList<LineChart> charts, PlotOptions? options)
    {
        int columns = charts.Count == 1 ? 1 : 2, rows = (charts.Count + columns - 1) / columns;
        return new Figure(options, charts.Count == 1 ? 460 : rows * PanelHeight, (sketch, area) =>
        {
            foreach ((LineChart chart, SkiaSharp.SKRect tile) in charts.Zip(ChartPanel.Tiles(area, charts.Count, columns)))
                chart.Draw(sketch, tile);
        });
    }
}
