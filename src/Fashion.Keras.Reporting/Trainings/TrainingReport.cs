using System.Globalization;
using System.Reflection;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Experiments;
using Fashion.Keras.Plotting;

namespace Fashion.Keras.Reporting;

/// <summary>Makes the report of a single training.</summary>
internal static class TrainingReport
{
    private const int CurveWidth = 440, CurveHeight = 300, MatrixWidth = 800, NarrowWidth = 380;

    public static Report Of(History history, TrainingReportOptions options)
    {
        string[] keys = [.. history.Keys.OrderBy(k => k is not ("loss" or "val_loss"))
            .ThenBy(k => k.StartsWith("val_", StringComparison.Ordinal) ? k[4..] : k, StringComparer.Ordinal)];
        string title = string.IsNullOrWhiteSpace(options.Title) ? "Training" : options.Title;
        var report = new Report(title) { Introduction = options.Introduction };
        report.Add(Summary(history, options));
        if (options.Plots && keys.Length > 0) report.Add(Curves(history, keys));
        if (options.Classification is { } scores) report.Add(Classes(scores, options.Plots));
        report.Add(Epochs(history, keys));
        if (options.Model is { } model) report.Add(new("Model") { new ReportCode(model.SummaryText(), "Summary of the model") });
        report.Add(new("Environment") { Environment() });
        return report;
    }

    private static ReportSection Summary(History history, TrainingReportOptions options)
    {
        var facts = new ReportFacts { { "Epochs", Numbers.Whole(history.Epochs.Count) } };
        foreach (string key in history.Keys.Where(k => history[k].Count > 0))
            facts.Add($"{key}, last epoch", Numbers.Value(history[key][^1]));
        if (options.Model is { } model) facts.Add("Weights", Numbers.Whole(model.CountParams()));
        var section = new ReportSection("Summary") { facts };
        if (options.Evaluation is { } evaluation)
        {
            var table = new ReportTable("Evaluation", "value", "result");
            foreach (string name in evaluation.Names) table.Add(name, Numbers.Value(evaluation[name]));
            section.Add(table);
        }
        return section;
    }

    private static ReportSection Curves(History history, string[] keys)
    {
        string[] panels = [.. keys.Select(k => k.StartsWith("val_", StringComparison.Ordinal) ? k[4..] : k).Distinct()];
        var section = new ReportSection("Curves");
        foreach (string panel in panels)
            section.Add(new ReportFigure(Plotting.Plots.Curves(history, [panel],
                new PlotOptions { Width = CurveWidth, Height = CurveHeight }), $"{panel} by epoch"));
        return section;
    }

    private static ReportSection Classes(ClassificationReport scores, bool plots)
    {
        var table = new ReportTable("Scores of each class", "class", "precision", "recall", "F1", "samples");
        foreach (ClassScores row in (ClassScores[])[.. scores.Classes, scores.MacroAverage, scores.WeightedAverage])
            table.Add(row.Name, Numbers.Value(row.Precision), Numbers.Value(row.Recall), Numbers.Value(row.F1), Numbers.Whole(row.Support));
        var section = new ReportSection("Classes") { new ReportText(string.Create(CultureInfo.InvariantCulture,
            $"Accuracy: {scores.Accuracy:0.0000}.")), table };
        ConfusionMatrix matrix = scores.ConfusionMatrix;
        if (plots)
            section.Add(new ReportFigure(Plotting.Plots.Confusion(matrix, options: new PlotOptions { Width = MatrixWidth }),
                "Confusion matrix: rows are the true classes, columns the predicted ones")
            {
                Narrow = Plotting.Plots.Confusion(matrix, options: new PlotOptions { Width = NarrowWidth, Height = NarrowWidth }),
            });
        var counts = new ReportTable("Confusion matrix", ["true class", .. matrix.ClassNames])
        {
            Note = "Columns are the predicted classes.",
        };
        for (int actual = 0; actual < matrix.ClassCount; actual++)
            counts.Add([matrix.ClassNames[actual],
                .. Enumerable.Range(0, matrix.ClassCount).Select(p => Numbers.Whole(matrix[actual, p]))]);
        section.Add(new ReportGroup("Confusion matrix as a table") { IsCollapsed = true, Blocks = { counts } });
        return section;
    }

    private static ReportSection Epochs(History history, string[] keys)
    {
        // Values that are not recorded in every epoch have epochs of their own.
        var rows = keys.ToDictionary(k => k, k => history.EpochsOf(k).Zip(history[k]).ToDictionary(p => p.First, p => p.Second));
        var table = new ReportTable("Values by epoch", ["epoch", .. keys]);
        foreach (int epoch in history.Epochs)
            table.Add([(epoch + 1).ToString(CultureInfo.InvariantCulture),
                .. keys.Select(k => rows[k].TryGetValue(epoch, out double value) ? Numbers.Value(value) : Numbers.None)]);
        return new("All epochs") { new ReportGroup(string.Create(CultureInfo.InvariantCulture,
            $"Table of {history.Epochs.Count} epochs")) { IsCollapsed = true, Blocks = { table } } };
    }

    private static ReportTable Environment()
    {
        StudyMachine machine = StudyMachine.Current;
        return new("Machine and versions of this report", "what", "value")
        {
            { "Fashion.Keras", Version() },
            { ".NET", machine.Runtime },
            { "operating system", machine.System },
            { "processor", machine.Processor },
            { "cores", machine.Cores.ToString(CultureInfo.InvariantCulture) },
        };
    }

    private static string Version() =>
        typeof(Model).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "not recorded";
}
