using System.Globalization;
using Fashion.Keras.Evaluation;
using Fashion.Keras.Experiments;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Samples.Studies;

/// <summary>The tables that answer the questions of the write-up, from the runs of both studies.</summary>
internal sealed class Answers
{
    private static readonly int[] Patiences = [1, 2, 3, 5, Questions.LongestPatience];
    private static readonly string[] Rates = ["final-dropout-0", "final-dropout-0.1", "final-dropout-0.2", "dropout-0.25", "final-dropout-0.4", "final-dropout-0.5", "final-dropout-0.6", "final-dropout-0.7"];
    private static readonly string[] BookChanges = ["book-valid", "book-strides-2", "book-dropout-last", "book-dropout-none", "book-20-filters", "book-32-filters"];
    private readonly IReadOnlyList<StudyRun> _runs;

    /// <summary>Takes the runs there are; what is missing is missing in the tables.</summary>
    /// <param name="studies">The attempts, the questions.</param>
    public Answers(params IEnumerable<StudyResult> studies) => _runs = [.. studies.SelectMany(s => s.Runs)];

    /// <summary>What must be met.</summary>
    public static PassMark Mark { get; } = new(minAccuracy: 0.89, maxLoss: 0.33);

    /// <summary>The questions, by the names of their tables.</summary>
    public IReadOnlyDictionary<string, Func<IReadOnlyList<ReportTable>>> Tables => new Dictionary<string, Func<IReadOnlyList<ReportTable>>>
    {
        ["convolution"] = () => Table(_runs, ("attempt4-small", "dense-94k"), ("attempt4", "dense-875k"), ("attempt4", "attempt4-small"), ("attempt3", "attempt4-small")),
        ["dropout"] = () => Table(_runs, [.. Rates.Select(rate => (rate, "final"))]),
        ["patience-strided"] = () => Patience("patience-strided"),
        ["patience-final"] = () => Patience("patience-final"),
        ["book"] = () => Table(_runs, [.. BookChanges.Select(change => (change, "book"))]),
        ["selection"] = HeldOut,
        ["modern"] = () => Table(_runs, ("modern", "final"), ("modern", "book")),
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
    public string Markdown(string question) => Tables[question]() is { Count: > 0 } tables ? string.Join("\n", tables.Select(t => t.ToMarkdown())) : "No run yet.\n";

    /// <summary>The questions as they are answered by the program.</summary>
    public override string ToString() => string.Join("\n", Tables.Keys.Select(question => $"{question}\n\n{Markdown(question)}"));

    // Early stopping and checkpoint, applied to the history of a run that waited longer.
    private IReadOnlyList<ReportTable> Patience(string variant) => Table(
        [.. Patiences.SelectMany(patience => _runs.Where(r => r.Variant == variant).Select(run => Chosen(run, $"patience {patience}", "val_loss", "val_accuracy", "val_loss", "val_accuracy", patience)))],
        [.. Patiences.Where(p => p != 3).Select(p => ($"patience {p}", "patience 3"))]);

    private IReadOnlyList<ReportTable> HeldOut()
    {
        const string All = "60,000, chosen on the test images", OnTest = "50,000, chosen on the test images", OnHeld = "50,000, chosen on those held out";
        StudyRun[] held = [.. _runs.Where(r => r.Variant == Questions.HeldOut)];
        return Table([
            .. _runs.Where(r => r.Variant == "final").Select(r => r with { Variant = All }),
            .. held.Select(r => Chosen(r, OnTest, "test_loss", "test_accuracy", "test_loss", "test_accuracy", 3)),
            .. held.Select(r => Chosen(r, OnHeld, "val_loss", "val_accuracy", "test_loss", "test_accuracy", 3))], (OnTest, OnHeld), (All, OnTest), (All, OnHeld));
    }

    /// <summary>The run as it would have been reported.</summary>
    private static StudyRun Chosen(StudyRun run, string variant, string stopOn, string chooseOn, string loss, string accuracy, int patience)
    {
        IReadOnlyDictionary<string, IReadOnlyList<double>> history = run.History;
        int stopped = Selection.StoppedEpoch(history[stopOn], patience) ?? history[stopOn].Count, best = Selection.BestEpoch(history[chooseOn], stopped);
        return run with { Variant = variant, StoppedEpoch = stopped, BestEpoch = best, Metrics = new Dictionary<string, double> { ["loss"] = history[loss][best - 1], ["accuracy"] = history[accuracy][best - 1] } };
    }

    /// <summary>The variants of some comparisons, then the differences of their accuracies; nothing where there is no run.</summary>
    private static IReadOnlyList<ReportTable> Table(IReadOnlyList<StudyRun> runs, params (string Variant, string Baseline)[] comparisons)
    {
        string[] names = [.. comparisons.SelectMany(c => new[] { c.Baseline, c.Variant }).Distinct()];
        StudyRun[] wanted = [.. names.SelectMany(name => runs.Where(r => r.Variant == name))];
        if (wanted.Length == 0) return [];
        var result = new StudyResult("question", wanted, Mark);
        var variants = new ReportTable("Variants", "variant", "runs", "weights", "accuracy: mean (range)", "loss: mean (range)", "last epoch", "meet the mark");
        foreach (VariantSummary variant in result.Variants)
            variants.Add(variant.Variant, Comparison.Number(variant.Runs.Count, 0), variant.Runs[0].Parameters.ToString("N0", CultureInfo.InvariantCulture), Comparison.MeanAndRange(variant.Accuracy, 4),
                Comparison.MeanAndRange(variant.Loss, 4), Comparison.MeanAndRange(variant.StoppedEpoch, 1), $"{variant.Runs.Count(r => Mark.IsMetBy(r.ToEvaluation()))} of {variant.Runs.Count}");
        var differences = new ReportTable("Differences of accuracies, seed by seed", "difference of accuracies", "pairs", "mean", "95 % interval");
        foreach ((string variant, string baseline) in comparisons.Where(c => result.Variants.Any(v => v.Variant == c.Variant) && result.Variants.Any(v => v.Variant == c.Baseline)))
        {
            PairedDifference difference = result.Difference(variant, baseline);
            differences.Add($"{variant} - {baseline}", Comparison.Number(difference.Seeds.Count, 0), Signed(difference.Mean), $"{Signed(difference.Lower)} to {Signed(difference.Upper)}{(difference.ExcludesZero ? "" : " (may be 0)")}");
        }
        return [variants, differences];
    }

    private static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);
}
