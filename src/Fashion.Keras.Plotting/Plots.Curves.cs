using Fashion.Keras.Plotting.Charts;

namespace Fashion.Keras.Plotting;

// Training curves.
public static partial class Plots
{
    private const string Validation = "val_";

    /// <summary>Curves of a Fit: a panel for the loss and one for each metric, training and validation in each.</summary>
    /// <param name="history">What Fit returned.</param>
    /// <param name="keys">Names of the panels in order, without val_; null for all: loss first, then the metrics in alphabetical
    /// order.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="KeyNotFoundException">The history has no such value.</exception>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    public static Figure Curves(History history, IReadOnlyList<string>? keys = null, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        string[] names = keys is null ? PanelNames([history]) : [.. keys];
        return Panels([.. names.Select(name => new LineChart("Epoch", name, OfOne(history, name)))], options);
    }

    /// <summary>
    /// Curves of several runs in one picture: a panel for each value, a colour for each run; training is solid, validation is dashed.
    /// </summary>
    /// <param name="histories">Runs by name, in the order of the legend.</param>
    /// <param name="keys">
    /// Names of the panels in order. A name without val_ shows training and validation, one with val_ the validation alone. Null for all.
    /// A run that lacks a value has no line in its panel.
    /// </param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="KeyNotFoundException">No history has such a value.</exception>
    /// <exception cref="ArgumentException">There are no histories, or they are empty.</exception>
    public static Figure Curves(IReadOnlyList<(string Name, History History)> histories, IReadOnlyList<string>? keys = null,
        PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Count == 0) throw new ArgumentException("Plots.Curves: there are no histories.", nameof(histories));
        string[] names = keys is null ? PanelNames(histories.Select(h => h.History)) : [.. keys];
        return Panels([.. names.Select(name => new LineChart("Epoch", name, OfSeveral(histories, name)))], options);
    }

    /// <summary>
    /// Curves of the same training done several times: a panel for each value, training and validation in each; a thin line for each run
    /// and a thick one for their mean, which ends with the first run that ends.
    /// </summary>
    /// <param name="runs">Values by name, epoch by epoch, of each run: <c>StudyRun.History</c>.</param>
    /// <param name="keys">Names of the panels in order, without val_; null for all: loss first, then the others in alphabetical
    /// order.</param>
    /// <param name="legend">Whether a legend says which is training and which is validation.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="KeyNotFoundException">No run has such a value.</exception>
    /// <exception cref="ArgumentException">There are no runs, or they are empty.</exception>
    public static Figure Runs(IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<double>>> runs, IReadOnlyList<string>? keys = null,
        bool legend = true, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        string[] names = keys is null ? Ordered(runs.SelectMany(r => r.Keys), nameof(runs)) : [.. keys];
        return Panels([.. names.Select(name => new LineChart("Epoch", name, RunLines.Of(runs, name, legend)))], options);
    }

    private static string[] PanelNames(IEnumerable<History> histories) => Ordered(histories.SelectMany(h => h.Keys), nameof(histories));

    private static string[] Ordered(IEnumerable<string> keys, string argument)
    {
        string[] all = [.. keys.Select(Trained).Distinct()];
        if (all.Length == 0) throw new ArgumentException("Plots: the history has no values; no epoch ended.", argument);
        return [.. all.Where(name => name == "loss"), .. all.Where(name => name != "loss").Order(StringComparer.Ordinal)];
    }

    private static string Trained(string key) => key.StartsWith(Validation, StringComparison.Ordinal) ? key[Validation.Length..] : key;

    private static List<Line> OfOne(History history, string name)
    {
        var lines = new List<Line>();
        if (history.ContainsKey(name))
            lines.Add(LineOf(history, name, name.StartsWith(Validation, StringComparison.Ordinal) ? "validation" : "training",
                color: lines.Count));
        if (history.ContainsKey(Validation + name)) lines.Add(LineOf(history, Validation + name, "validation", color: 1));
        return lines.Count > 0 ? lines
            : throw new KeyNotFoundException($"The history has no '{name}'. It has: {string.Join(", ", history.Keys)}.");
    }

    private static List<Line> OfSeveral(IReadOnlyList<(string Name, History History)> histories, string name)
    {
        var lines = new List<Line>();
        for (int i = 0; i < histories.Count; i++)
        {
            (string run, History history) = histories[i];
            bool both = history.ContainsKey(name) && history.ContainsKey(Validation + name);
            if (history.ContainsKey(name)) lines.Add(LineOf(history, name, run, i));
            if (history.ContainsKey(Validation + name))
                lines.Add(LineOf(history, Validation + name, both ? $"{run}, validation" : run, i, dashed: both));
        }
        return lines.Count > 0 ? lines : throw new KeyNotFoundException($"No history has '{name}'. They have: " +
            $"{string.Join(", ", histories.SelectMany(h => h.History.Keys).Distinct())}.");
    }

    // Epochs are counted from 1, as the progress bar counts them.
    private static Line LineOf(History history, string key, string name, int color, bool dashed = false) =>
        new(name, [.. history.EpochsOf(key).Select(e => e + 1.0)], history[key], color, dashed);
}
