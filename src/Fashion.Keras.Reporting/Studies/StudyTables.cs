using System.Globalization;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>The tables of a study's values.</summary>
internal static class StudyTables
{
    public static IEnumerable<ReportBlock> Variants(StudyView view)
    {
        var overview = new ReportTable("Variants: means over their runs",
            ["variant", "runs", "weights", .. view.Metrics, "last epoch", "s/epoch", .. view.Mark is null ? (string[])[]
            : ["meet the mark"]]);
        foreach (VariantSummary variant in view.Variants)
            overview.Add([StudyView.Shown(variant.Variant), Numbers.Whole(variant.Runs.Count),
                string.Join(", ", variant.Runs.Select(r => r.Parameters).Distinct().Select(Numbers.Whole)),
                .. view.Metrics.Select(m => StudyView.Of(variant, m) is { } value ? Numbers.Value(value.Mean) : Numbers.None),
                    Numbers.Fixed(variant.StoppedEpoch.Mean, 1), Numbers.Fixed(variant.SecondsPerEpoch.Mean, 2),
                .. view.Mark is null ? (string[])[] : [view.ShareMeeting(variant.Runs)]]);
        yield return overview;
        foreach (string metric in view.Metrics)
        {
            var table = new ReportTable($"{metric}: spread over the runs of a variant", "variant", "runs", "mean", "standard deviation",
                "min", "max");
            foreach (VariantSummary variant in view.Variants)
                table.Add(StudyView.Of(variant, metric) is { } value
                    ? [StudyView.Shown(variant.Variant), Numbers.Whole(value.Count), Shown(value.Mean), value.Count == 1 ? Numbers.None
                        : Shown(value.StandardDeviation), Shown(value.Min), Shown(value.Max)]
                    : [StudyView.Shown(variant.Variant), "0", Numbers.None, Numbers.None, Numbers.None, Numbers.None]);
            yield return table;

            string Shown(double value) => Numbers.Like(value, view.Largest(metric));
        }
    }

    public static IEnumerable<ReportBlock> Differences(StudyView view)
    {
        string percent = string.Create(CultureInfo.InvariantCulture, $"{100 * view.Options.Confidence:0.####} %");
        int intervals = 0;
        var tables = new List<ReportTable>();
        foreach (string metric in view.Metrics)
        {
            var table = new ReportTable($"{metric}: variant minus baseline, seed by seed", "variant", "baseline", "pairs",
                "mean difference", "standard deviation", $"{percent} interval", "excludes 0");
            double largest = view.Largest(metric);
            foreach ((string variant, string baseline) in view.Comparisons)
            {
                PairedDifference? difference = view.Difference(variant, baseline, metric);
                bool isInterval = difference is { Seeds.Count: > 1 } && !double.IsNaN(difference.Lower);
                if (isInterval) intervals++;
                table.Add(StudyView.Shown(variant), StudyView.Shown(baseline), Numbers.Whole(difference?.Seeds.Count ?? 0),
                    difference is null ? Numbers.None : Shown(difference.Mean),
                    difference is { Seeds.Count: > 1 } ? Numbers.Like(difference.Statistic.StandardDeviation, largest) : Numbers.None,
                    isInterval ? $"{Shown(difference!.Lower)} to {Shown(difference.Upper)}" : Numbers.None,
                    isInterval ? difference!.ExcludesZero ? "yes" : "no" : Numbers.None);
            }
            tables.Add(table);

            string Shown(double value) => Numbers.Like(value, largest, signed: true);
        }
        yield return new ReportText(string.Create(CultureInfo.InvariantCulture, $"""
            Method: two variants are compared over the seeds that both have. For each seed the baseline's value is subtracted from the variant's. The interval is that of Student's paired t at {percent}: mean ± t(n − 1) · s / √n over n pairs, s the standard deviation of the differences. It takes the differences for independent and about normal; one pair gives no interval.

            An interval that excludes 0 speaks for a difference. The intervals are not corrected for several comparisons: of the {intervals} below, about {intervals * (1 - view.Options.Confidence):0.#} would exclude 0 by chance if nothing differed.
            """));
        foreach (ReportTable table in tables) yield return table;
    }

    public static IEnumerable<ReportBlock> Runs(StudyView view)
    {
        string[] metrics = [.. view.Metrics, .. view.AllMetrics.Except(view.Metrics)];
        var table = new ReportTable("All runs, variant by variant and seed by seed",
            ["variant", "seed", .. metrics, "last epoch", "best epoch", "seconds", "s/epoch", "begun (UTC)", .. view.Mark is null
            ? (string[])[] : ["meets the mark"]]);
        foreach (StudyRun run in view.Runs)
            table.Add([StudyView.Shown(run.Variant), run.Seed.ToString(CultureInfo.InvariantCulture),
                .. metrics.Select(m => StudyView.Of(run, m) is { } value ? Numbers.Value(value) : Numbers.None),
                Numbers.Whole(run.StoppedEpoch), run.BestEpoch is { } best ? Numbers.Whole(best) : Numbers.None,
                    Numbers.Fixed(run.Seconds, 1), Numbers.Fixed(run.SecondsPerEpoch, 2), Numbers.Moment(run.StartedAt),
                .. view.Mark is null ? (string[])[] : [view.Meets(run) switch { true => "yes", false => "no", null => Numbers.None }]]);
        yield return new ReportGroup(string.Create(CultureInfo.InvariantCulture,
            $"Table of {view.Runs.Count} run{(view.Runs.Count == 1 ? "" : "s")}"))
        { IsCollapsed = true, Blocks = { table } };
    }
}
