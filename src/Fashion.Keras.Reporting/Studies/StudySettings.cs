using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>What the variants were added with: first what is common to all, then what differs.</summary>
internal static class StudySettings
{
    public static IEnumerable<ReportBlock> Blocks(StudyView view)
    {
        string[] keys = [.. view.Runs.SelectMany(r => r.Settings.Keys).Distinct()];
        string[] common = [.. keys.Where(k => view.Runs.Select(r => r.Settings.GetValueOrDefault(k)).Distinct().Count() == 1)];
        if (common.Length > 0)
        {
            var table = new ReportTable("Settings that all runs share", "setting", "value");
            foreach (string key in common) table.Add(key, view.Runs[0].Settings[key]);
            yield return table;
        }
        string[] differing = [.. keys.Except(common)];
        var variants = new ReportTable("Settings of each variant", ["variant", "seeds", .. differing, "weights", "hash"])
        {
            Note = "The hash stands for the model (layers, options, optimizer, loss) and the settings: runs with the same hash were made " +
                "the same way.",
        };
        foreach (VariantSummary variant in view.Variants)
            foreach (IGrouping<string, StudyRun> same in variant.Runs.GroupBy(r =>
                string.Join('\n', [r.SettingsHash, $"{r.Parameters}", .. differing.Select(k => r.Settings.GetValueOrDefault(k, ""))])))
            {
                StudyRun run = same.First();
                variants.Add([string.IsNullOrWhiteSpace(variant.Variant) ? StudyView.Shown(variant.Variant) : variant.Variant,
                    Numbers.List(same.Select(r => r.Seed)), .. differing.Select(k => run.Settings.GetValueOrDefault(k, Numbers.None)),
                    Numbers.Whole(run.Parameters), run.SettingsHash]);
            }
        yield return variants;
    }
}
