using Fashion.Keras.Callbacks;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Experiments;
using Fashion.Keras.Layers;
using Fashion.Keras.Plotting;

namespace Fashion.Keras.Reporting.Tests;

/// <summary>The code of the guide on reports, as it stands there: it compiles and runs. Fashion.Keras.Tests compares the texts.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly WorkingDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private static Sequential Classifier(double rate)
    {
        var model = new Sequential { new Input(4), new Dense(8, "relu"), new Dropout(rate), new Dense(2, "softmax") };
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static (float[,] X, int[] Y) Data(int rows, int seed)
    {
        var random = new Random(seed);
        var x = new float[rows, 4];
        for (int i = 0; i < x.Length; i++) x[i / 4, i % 4] = random.NextSingle() - 0.5f;
        return (x, [.. Enumerable.Range(0, rows).Select(i => x[i, 0] + x[i, 1] > 0 ? 1 : 0)]);
    }

    // Relative names are those of the guide; all other tests use full ones.
    [Fact]
    public void Guide()
    {
        var (x, y) = Data(64, seed: 1);
        var (xTest, yTest) = Data(32, seed: 2);
        Model model = Classifier(0.3);
        var study = new Study("dropout") { Seeds = 2, Out = "runs", Output = TextWriter.Null };
        foreach (double rate in new[] { 0.0, 0.3 })
            study.Add($"{rate}", () => Classifier(rate),
                fit: (m, run) => m.Fit(x, y, epochs: 2, verbose: Verbosity.Silent, validationSplit: 0.25, callbacks: run.Callbacks()),
                evaluate: (m, run) => m.Evaluate(xTest, yTest, verbose: Verbosity.Silent));
        #region reports.md
        StudyResult result = study.Run();
        result.SaveReport("report.html");
        result.SaveReport("report.md");
        #endregion
        #region reports.md
        StudyResult.Load("runs/dropout.runs.jsonl").SaveReport("again.html");
        #endregion
        Assert.Equal(File.ReadAllText("report.html"), File.ReadAllText("again.html"));
        #region reports.md
        result.SaveReport("chosen.html", new StudyReportOptions
        {
            Title = "Does dropout help?",
            Introduction = "Five seeds each.",
            Texts = { [StudySection.Differences] = "The variants are compared with no dropout." },
            Mark = new PassMark(minAccuracy: 0.6),
            Variants = ["0", "0.3"],
            Metrics = ["accuracy", "loss"],
            Baseline = "0",
            Plots = false,
        });
        #endregion
        #region reports.md
        var table = new ReportTable("Test accuracy", "variant", "here", "published") { Note = "Means of five runs." };
        table.Add("dropout", FormattableString.Invariant($"{result["0.3"].Accuracy.Mean:F4}"), "0.9150");
        Figure bars = Plots.Bars([new("dropout", [.. result["0.3"].Runs.Select(r => r.Accuracy)], Reference: [0.9173, 0.9128])], "accuracy",
            name: "here", referenceName: "published");
        Report report = result.ToReport();
        report.Sections.Insert(1, new ReportSection("Published figures")
            { new ReportText("Two runs were published."), table, new ReportFigure(bars, "Accuracy here and as published") });
        report.Save("compared.html");
        #endregion
        #region reports.md
        History history = model.Fit(x, y, epochs: 3, validationSplit: 0.25, verbose: Verbosity.Silent);
        history.SaveReport("training.html", new TrainingReportOptions
        {
            Model = model,
            Evaluation = model.Evaluate(xTest, yTest, verbose: Verbosity.Silent),
            Classification = ClassificationReport.From(yTest, model.Predict(xTest), ["low", "high"]),
        });
        #endregion
        foreach (string file in Directory.GetFiles(".", "*.html")) Pages.Checked(File.ReadAllText(file));
        Assert.Equal(["Summary", "Curves", "Classes", "All epochs", "Model", "Environment"],
            Pages.Checked(File.ReadAllText("training.html")).Descendants("h2").Select(h => h.Value));
        history.SaveReport("training.md");
        Assert.Contains("| 3 |", File.ReadAllText("training.md"), StringComparison.Ordinal);
        Assert.NotEmpty(new Report("Nothing").ToMarkdown() + new History().ToReport().ToHtml());
    }
}
