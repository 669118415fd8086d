namespace Fashion.Keras.Plotting.Charts;

/// <summary>Lines of the runs of one training: thin ones, and thick ones for their means.</summary>
internal static class RunLines
{
    // More points than pixels would only make files large.
    private const int MostPoints = 160;

    public static IReadOnlyList<Line> Of(IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<double>>> runs, string name, bool legend)
    {
        List<Line> lines = [.. Series(runs, name, legend ? "training" : "", 0),
            .. Series(runs, $"val_{name}", legend ? "validation" : "", 1)];
        return lines.Count > 0 ? [.. lines.OrderBy(l => l.Width)]
            : throw new KeyNotFoundException(
                $"No run has '{name}'. They have: {string.Join(", ", runs.SelectMany(r => r.Keys).Distinct())}.");
    }

    private static IEnumerable<Line> Series(IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<double>>> runs, string key,
        string label, int color)
    {
        IReadOnlyList<double>[] all = [.. runs.Where(r => r.ContainsKey(key)).Select(r => r[key])];
        if (all.Length == 0) yield break;
        double thin = all.Length == 1 ? 1 : Math.Clamp(2.5 / all.Length, 0.15, 0.5);
        foreach (IReadOnlyList<double> values in all)
            yield return Thinned(all.Length == 1 ? label : "", values, color) with
            {
                Width = all.Length == 1 ? 2 : 1,
                Opacity = thin,
                IsMarked = false
            };
        if (all.Length == 1) yield break;
        double[] mean = [.. Enumerable.Range(0, all.Min(v => v.Count)).Select(e => all.Average(v => v[e]))];
        if (mean.Length > 0) yield return Thinned(label, mean, color) with { Width = 2.5f, IsMarked = false };
    }

    // Epochs are counted from 1.
    private static Line Thinned(string label, IReadOnlyList<double> values, int color)
    {
        int step = (values.Count + MostPoints - 1) / MostPoints;
        int[] shown = [.. Enumerable.Range(0, values.Count).Where(e => step <= 1 || e % step == 0 || e == values.Count - 1)];
        return new(label, [.. shown.Select(e => e + 1.0)], [.. shown.Select(e => values[e])], color);
    }
}
