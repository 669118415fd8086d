using Fashion.Keras.Experiments;
using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>Reports in one line.</summary>
public static class ReportExtensions
{
    /// <summary>Writes the report of a study: summary, mean and spread of each variant, paired differences, plots, all runs, settings and
    /// environment.</summary>
    /// <param name="result">The study.</param>
    /// <param name="path">The file: its name ends in .html for one HTML file that needs nothing else, in .md for the tables as Markdown. An
    /// old file is replaced.</param>
    /// <param name="options">What it shows.</param>
    /// <example><code>
    /// study.Run().SaveReport("report.html");
    /// </code></example>
    /// <exception cref="ArgumentException">Another ending, or options that do not fit together or name a value that no run has.</exception>
    /// <exception cref="KeyNotFoundException">The options name a variant that the study does not have.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveReport(this StudyResult result, string path, StudyReportOptions? options = null)
    {
        ReportFormat format = Report.Format(path);
        result.ToReport(format == ReportFormat.Markdown ? (options ?? new()) with { Plots = false } : options).Save(path);
    }

    /// <summary>The report of a study, to add sections before it is written.</summary>
    /// <param name="result">The study.</param>
    /// <param name="options">What it shows.</param>
    /// <example><code>
    /// Report report = result.ToReport();
    /// report.Sections.Insert(1, new ReportSection("Published figures") { table });
    /// report.Save("report.html");
    /// </code></example>
    /// <exception cref="ArgumentException">The options do not fit together, or name a value that no run has.</exception>
    /// <exception cref="KeyNotFoundException">The options name a variant that the study does not have.</exception>
    public static Report ToReport(this StudyResult result, StudyReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return StudyReport.Of(result, options ?? new());
    }

    /// <summary>Writes the report of a training: last values, curves, all epochs, and what the options bring: evaluation, scores per class,
    /// model.</summary>
    /// <param name="history">What Fit returned.</param>
    /// <param name="path">The file: its name ends in .html for one HTML file that needs nothing else, in .md for the tables as Markdown. An
    /// old file is replaced.</param>
    /// <param name="options">What it shows.</param>
    /// <example><code>
    /// model.Fit(x, y, epochs: 10).SaveReport("training.html", new() { Model = model, Evaluation = model.Evaluate(xTest, yTest) });
    /// </code></example>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveReport(this History history, string path, TrainingReportOptions? options = null)
    {
        ReportFormat format = Report.Format(path);
        history.ToReport(format == ReportFormat.Markdown ? (options ?? new()) with { Plots = false } : options).Save(path);
    }

    /// <summary>The report of a training, to add sections before it is written.</summary>
    /// <param name="history">What Fit returned.</param>
    /// <param name="options">What it shows.</param>
    public static Report ToReport(this History history, TrainingReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return TrainingReport.Of(history, options ?? new());
    }
}
