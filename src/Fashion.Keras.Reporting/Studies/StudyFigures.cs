using Fashion.Keras.Experiments;
using Fashion.Keras.Plotting;

namespace Fashion.Keras.Reporting;

/// <summary>The plots of a study.</summary>
internal static class StudyFigures
{
    private const string Loss = "loss";
    private const int WideWidth = 900, NarrowWidth = 380, CurveWidth = 330, CurveHeight = 220;

    public static IEnumerable<ReportBlock> Bars(StudyView view)
    {
        bool any = false;
        foreach (string metric in view.Metrics)
        {
            BarGroup[] rows = [.. view.Variants.Select(v => new BarGroup(StudyView.Shown(v.Variant),
                [.. v.Runs.Select(r => StudyView.Of(r, metric) ?? double.NaN)]))];
            if (!rows.SelectMany(r => r.Values).Any(double.IsFinite)) continue;
            if (!any) yield return new ReportText("A bar reaches from the least to the greatest run, each run is a dot, the line and the " +
                "figure are the mean.")
            { IsAboutFigures = true };
            any = true;
            yield return new ReportFigure(Draw(WideWidth),
                $"{metric} of each variant: range, runs and mean")
            { Narrow = Draw(NarrowWidth) };

            Figure Draw(int width) => Plots.Bars(rows, metric, options: new PlotOptions { Width = width });
        }
    }

    public static IEnumerable<ReportBlock> Curves(StudyView view)
    {
        string[] keys = [.. view.Metrics.Where(m => view.Runs.Any(r => Has(r, m)))];
        if (keys.Length == 0 && view.Runs.Any(r => Has(r, Loss))) keys = [Loss];
        if (keys.Length == 0) yield break;
        yield return new ReportText(
            "Thin lines are runs, thick lines their mean for as long as every run goes on. Blue is training, orange is validation.")
        { IsAboutFigures = true };
        foreach (VariantSummary variant in view.Variants)
        {
            var group = new ReportGroup(StudyView.Shown(variant.Variant));
            foreach (string key in keys.Where(k => variant.Runs.Any(r => Has(r, k))))
            {
                Figure figure = Plots.Runs([.. variant.Runs.Select(r => r.History)], [key], legend: false,
                    new PlotOptions { Width = CurveWidth, Height = CurveHeight });
                group.Add(new ReportFigure(figure,
                    $"{StudyView.Shown(variant.Variant)}: {key} by epoch, training and validation")
                { HasCaption = false });
            }
            if (group.Blocks.Count > 0) yield return group;
        }
    }

    private static bool Has(StudyRun run, string key) => run.History.ContainsKey(key) || run.History.ContainsKey($"val_{key}");
}
