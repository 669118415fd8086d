using Fashion.Keras.Plotting.Charts;

namespace Fashion.Keras.Plotting;

// Bars with spread.
public static partial class Plots
{
    /// <summary>
    /// Rows of bars with the spread of several runs: each run is a dot, the mean stands as a figure to the right. The bar reaches from the
    /// least to the greatest value, with a line at the mean, and the axis shows the part that has values; with <paramref name="fromZero"/>
    /// the bar reaches from 0 to the mean.
    /// </summary>
    /// <param name="groups">The rows, from the top.</param>
    /// <param name="label">Title of the axis: what the values are.</param>
    /// <param name="fromZero">Whether bars begin at 0.</param>
    /// <param name="name">What the values are called in the legend where there are references.</param>
    /// <param name="referenceName">What the references are called there.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Figure Bars(IReadOnlyList<BarGroup> groups, string label, bool fromZero = false, string name = "measured",
        string referenceName = "reference", PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(label);
        if (groups.Count == 0) throw new ArgumentException("Plots.Bars: there are no rows.", nameof(groups));
        var chart = new SpreadChart([.. groups], label, fromZero, name, referenceName);
        return new Figure(options, chart.NaturalHeight, chart.Draw);
    }
}
