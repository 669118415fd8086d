using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting;

/// <summary>Makes the report of a study.</summary>
internal static class StudyReport
{
    public static Report Of(StudyResult result, StudyReportOptions options)
    {
        var view = new StudyView(result, options);
        string title = string.IsNullOrWhiteSpace(options.Title) ? $"Study {result.Name}" : options.Title;
        var report = new Report(title) { Introduction = options.Introduction };
        Add(StudySection.Summary, "Summary", StudySummary.Blocks(view));
        if (view.Runs.Count == 0) return report;
        Add(StudySection.Variants, "Variants", StudyTables.Variants(view));
        if (view.Comparisons.Count > 0) Add(StudySection.Differences, "Differences", StudyTables.Differences(view));
        if (options.Plots) Add(StudySection.Bars, "Spread", StudyFigures.Bars(view));
        if (options.Plots) Add(StudySection.Curves, "Curves", StudyFigures.Curves(view));
        Add(StudySection.Runs, "All runs", StudyTables.Runs(view));
        Add(StudySection.Settings, "Settings", StudySettings.Blocks(view));
        Add(StudySection.Environment, "Environment", StudyEnvironment.Blocks(view));
        return report;

        void Add(StudySection kind, string heading, IEnumerable<ReportBlock> blocks)
        {
            var section = new ReportSection(heading);
            if (options.Texts.TryGetValue(kind, out string? text)) section.Add(new ReportText(text));
            foreach (ReportBlock block in blocks) section.Add(block);
            if (section.Blocks.Count > 0) report.Add(section);
        }
    }
}
