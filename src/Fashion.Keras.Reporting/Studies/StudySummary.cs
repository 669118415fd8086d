using System.Globalization;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>The summary of a study: what it comprises, the best means, and what is missing.</summary>
internal static class StudySummary
{
    private const int MostMissing = 20;

    public static IEnumerable<ReportBlock> Blocks(StudyView view)
    {
        if (view.Runs.Count == 0)
        {
            yield return new ReportText("No run has finished.");
            yield break;
        }
        var facts = new ReportFacts
        {
            { "Runs", Numbers.Whole(view.Runs.Count) },
            { "Variants", Numbers.Whole(view.Variants.Count) },
            { "Seeds", Numbers.List(view.Runs.Select(r => r.Seed)) },
        };
        if (Best(view, "accuracy", highest: true) is { } accuracy) facts.Add("Highest mean accuracy", accuracy);
        if (Best(view, "loss", highest: false) is { } loss) facts.Add("Lowest mean loss", loss);
        if (view.Mark is not null) facts.Add("Runs that meet the mark", view.ShareMeeting(view.Runs));
        facts.Add("Sum of durations", Numbers.Duration(view.Runs.Sum(r => r.Seconds)));
        yield return facts;
        if (view.Mark is { } mark) yield return new ReportText($"The mark: {mark}.");
        if (NotFinite(view) is { Length: > 0 } odd) yield return new ReportText(odd);
        if (Missing(view) is { Length: > 0 } missing) yield return new ReportText(missing);
        if (view.Variants.Any(v => v.Runs.Select(r => r.SettingsHash).Distinct().Count() > 1))
            yield return new ReportText("Some variants have runs with different settings or models; the section on settings shows which. " +
                "Means over such runs say little.");
    }

    private static string? Best(StudyView view, string metric, bool highest)
    {
        (string Variant, double Mean)[] means = [.. view.Variants.Select(v => (v.Variant, StudyView.Of(v, metric)?.Mean ?? double.NaN))
            .Where(v => double.IsFinite(v.Item2))];
        if (means.Length == 0) return null;
        (string variant, double mean) = highest ? means.MaxBy(m => m.Mean) : means.MinBy(m => m.Mean);
        return $"{Numbers.Value(mean)}, {StudyView.Shown(variant)}";
    }

    private static string NotFinite(StudyView view)
    {
        int runs = view.Runs.Count(r => view.Metrics.Any(m => r.Metrics.TryGetValue(m, out double value) && !double.IsFinite(value)));
        return runs == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"{runs} of {view.Runs.Count} runs ended with a value that is no finite number. Means and spreads of their variants are no " +
            $"numbers either; plots leave such values out.");
    }

    private static string Missing(StudyView view)
    {
        (string Variant, int[] Seeds)[] missing = [.. view.Missing()];
        if (missing.Length == 0) return "";
        string listed = string.Join("; ", missing.Take(MostMissing).Select(m =>
            $"{StudyView.Shown(m.Variant)} (seed{(m.Seeds.Length > 1 ? "s" : "")} {Numbers.List(m.Seeds)})"));
        return string.Create(CultureInfo.InvariantCulture,
            $"Not finished (not begun, stopped or failed), judged by the seeds of the other variants: {missing.Sum(m => m.Seeds.Length)} " +
            $"runs: {listed}")
            + (missing.Length > MostMissing ? string.Create(CultureInfo.InvariantCulture,
                $" and {missing.Length - MostMissing} more variants.") : ".");
    }
}
