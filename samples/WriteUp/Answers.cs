using System.Globalization;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Experiments;
using Fashion.Keras.Plotting;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The tables that answer the questions of the write-up, from the runs of both studies.</summary>
internal sealed class Answers
{
    private static readonly int[] Patiences = [1, 2, 3, 5, Studies.Questions.LongestPatience];
    private static readonly string[] Rates =
        ["final-dropout-0", "final-dropout-0.1", "final-dropout-0.2", "dropout-0.25", "final-dropout-0.4", "final-dropout-0.5",
            "final-dropout-0.6", "final-dropout-0.7"];
    private static readonly string[] BookChanges =
        ["book-valid", "book-strides-2", "book-dropout-last", "book-dropout-none", "book-20-filters", "book-32-filters"];
    private readonly IReadOnlyList<StudyRun> _runs;

    /// <summary>Takes the runs there are; what is missing is missing in the tables.</summary>
    /// <param name="studies">The attempts, the questions.</param>
    public Answers(params IEnumerable<StudyResult> studies) => _runs = [.. studies.SelectMany(s => s.Runs)];

    /// <summary>What must be met.</summary>
    public static PassMark Mark { get; } = new(minAccuracy: 0.89, maxLoss: 0.33);

    /// <summary>The runs that answer the questions, by the names of their tables.</summary>
    public IReadOnlyDictionary<string, Func<Question>> Questions => new Dictionary<string, Func<Question>>
    {
        ["convolution"] = () => Of(_runs, ("attempt4-small", "dense-94k"), ("attempt4", "dense-875k"), ("attempt4", "attempt4-small"),
            ("attempt3", "attempt4-small")),
        ["dropout"] = () => Of(_runs, [.. Rates.Select(rate => (rate, "final"))]),
        ["patience-strided"] = () => Patience("patience-strided"),
        ["patience-final"] = () => Patience("patience-final"),
        ["book"] = () => Of(_runs, [.. BookChanges.Select(change => (change, "book"))]),
        ["selection"] = HeldOut,
        ["modern"] = () => Of(_runs, ("modern", "final"), ("modern", "book")),
    };

    /// <summary>The questions in words, by the names of their tables.</summary>
    public static IReadOnlyDictionary<string, string> Headings { get; } = new Dictionary<string, string>
    {
        ["convolution"] = "Was it the convolution or the larger model?",
        ["dropout"] = "Which rate of dropout?",
        ["patience-strided"] = "Which patience? Strided convolutions",
        ["patience-final"] = "Which patience? The final model",
        ["book"] = "What makes the book's model good?",
        ["selection"] = "What does choosing on the test images do?",
        ["modern"] = "A small modern recipe",
    };

    /// <summary>The tables of a question as Markdown.</summary>
    public string Markdown(string question) =>
        Tables(question) is { Count: > 0 } tables ? string.Join("\n", tables.Select(t => t.ToMarkdown())) : "No run yet.\n";

    /// <summary>The accuracies of a question's variants as bars; null where there is no run.</summary>
    public ReportFigure? Bars(string question)
    {
        IReadOnlyList<VariantSummary> variants = Questions[question]().Result.Variants;
        if (variants.Count == 0) return null;
        BarGroup[] rows = [.. variants.Select(v => new BarGroup(v.Variant, [.. v.Runs.Select(r => r["accuracy"])]))];
        Figure Draw(int width) => Plots.Bars(rows, "test accuracy", options: new PlotOptions { Width = width });
        return new ReportFigure(Draw(900), $"{Headings[question]} Test accuracy: range, runs and mean") { Narrow = Draw(380) };
    }

    /// <summary>The questions as they are answered by the program.</summary>
    public override string ToString() => string.Join("\n", Headings.Keys.Select(question => $"{question}\n\n{Markdown(question)}"));

    // Early stopping and checkpoint, applied to the history of a run that waited longer.
    private Question Patience(string variant) => Of(
        [.. Patiences.SelectMany(patience => _runs.Where(r => r.Variant == variant)
            .Select(run => Chosen(run, $"patience {patience}", "val_loss", "val_accuracy", "val_loss", "val_accuracy", patience)))],
        [.. Patiences.Where(p => p != 3).Select(p => ($"patience {p}", "patience 3"))]);

    private Question HeldOut()
    {
        const string All = "60,000, chosen on the test images", OnTest = "50,000, chosen on the test images",
            OnHeld = "50,000, chosen on those held out";
        StudyRun[] held = [.. _runs.Where(r => r.Variant == Studies.Questions.HeldOut)];
        return Of([
            .. _runs.Where(r => r.Variant == "final").Select(r => r with { Variant = All }),
            .. held.Select(r => Chosen(r, OnTest, "test_loss", "test_accuracy", "test_loss", "test_accuracy", 3)),
            .. held.Select(r => Chosen(r, OnHeld, "val_loss", "val_accuracy", "test_loss", "test_accuracy", 3))], (OnTest, OnHeld),
            (All, OnTest), (All, OnHeld));
    }

    /// <summary>The run as it would have been reported.</summary>
    private static StudyRun Chosen(StudyRun run, string variant, string stopOn, string chooseOn, string loss, string accuracy, int patience)
    {
        IReadOnlyDictionary<string, IReadOnlyList<double>> history = run.History;
        int stopped = Selection.StoppedEpoch(history[stopOn], patience) ?? history[stopOn].Count,
            best = Selection.BestEpoch(history[chooseOn], stopped);
        return run with
        {
            Variant = variant,
            StoppedEpoch = stopped,
            BestEpoch = best,
            Metrics = new Dictionary<string, double> { ["loss"] = history[loss][best - 1], ["accuracy"] = history[accuracy][best - 1] }
        };
    }

    /// <summary>The variants of some comparisons, in their order.</summary>
    private static Question Of(IReadOnlyList<StudyRun> runs, params (string Variant, string Baseline)[] comparisons)
    {
        IEnumerable<string> names = comparisons.SelectMany(c => new[] { c.Baseline, c.Variant }).Distinct();
        return new(new StudyResult("question", [.. names.SelectMany(name => runs.Where(r => r.Variant == name))], Mark), comparisons);
    }

    /// <summary>A table of the variants and one of the differences of their accuracies; none where there is no run.</summary>
    public IReadOnlyList<ReportTable> Tables(string question)
    {
        (StudyResult result, IReadOnlyList<(string Variant, string Baseline)> comparisons) = Questions[question]();
        if (result.Runs.Count == 0) return [];
        var variants = new ReportTable("Variants", "variant", "runs", "weights", "accuracy: mean (range)", "loss: mean (range)",
            "last epoch", "meet the mark");
        foreach (VariantSummary v in result.Variants)
            variants.Add(v.Variant, Comparison.Number(v.Runs.Count, 0), v.Runs[0].Parameters.ToString("N0", CultureInfo.InvariantCulture),
                Comparison.MeanAndRange(v.Accuracy, 4), Comparison.MeanAndRange(v.Loss, 4), Comparison.MeanAndRange(v.StoppedEpoch, 1),
                $"{v.Runs.Count(r => Mark.IsMetBy(r.ToEvaluation()))} of {v.Runs.Count}");
        var differences =
            new ReportTable("Differences of accuracies, seed by seed", "difference of accuracies", "pairs", "mean", "95 % interval");
        bool Has(string variant) => result.Variants.Any(v => v.Variant == variant);
        foreach ((string variant, string baseline) in comparisons.Where(c => Has(c.Variant) && Has(c.Baseline)))
        {
            PairedDifference d = result.Difference(variant, baseline);
            string interval = d.Seeds.Count < 2
                ? "needs two pairs"
                : $"{Signed(d.Lower)} to {Signed(d.Upper)}{(d.ExcludesZero ? "" : " (may be 0)")}";
            differences.Add($"{variant} - {baseline}", Comparison.Number(d.Seeds.Count, 0), Signed(d.Mean), interval);
        }
        return [variants, differences];
    }

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>What answers a question.</summary>
    /// <param name="Result">The runs.</param>
    /// <param name="Comparisons">Which variants are compared.</param>
    internal sealed record Question(StudyResult Result, IReadOnlyList<(string Variant, string Baseline)> Comparisons);
}
