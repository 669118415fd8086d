using Fashion.Keras.Evaluation;
using Fashion.Keras.Plotting.Charts;

namespace Fashion.Keras.Plotting;

// Confusion matrices.
public static partial class Plots
{
    /// <summary>
    /// A confusion matrix: rows are the true classes, columns the predicted ones. The stronger the colour, the larger the share of the true
    /// class.
    /// </summary>
    /// <param name="matrix">The counts.</param>
    /// <param name="shares">Whether cells show shares of the true class (0 to 1) instead of counts.</param>
    /// <param name="options">Size and look.</param>
    public static Figure Confusion(ConfusionMatrix matrix, bool shares = false, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new Figure(options, (options?.Width ?? 800) * 0.85, new ConfusionChart(matrix, shares).Draw);
    }
}
