using Fashion.Keras.Plotting;

namespace Fashion.Keras;

/// <summary>Training curves in one line.</summary>
public static class HistoryPlotExtensions
{
    /// <summary>Writes the curves of a Fit: loss and metrics, training and validation.</summary>
    /// <param name="history">What Fit returned.</param>
    /// <param name="path">The file; its name ends in .png or .svg. An old one is replaced.</param>
    /// <param name="keys">Names of the panels in order, without val_; null for all.</param>
    /// <param name="options">Size and look.</param>
    /// <example><code>
    /// model.Fit(x, y, epochs: 10, validationSplit: 0.1).Plot("curves.png");
    /// </code></example>
    /// <exception cref="KeyNotFoundException">The history has no such value.</exception>
    /// <exception cref="ArgumentException">The history is empty, or the name has another ending.</exception>
    public static void Plot(this History history, string path, IReadOnlyList<string>? keys = null, PlotOptions? options = null) =>
        Plots.Curves(history, keys, options).Save(path);
}
