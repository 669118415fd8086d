using System.Globalization;
using Fashion.Keras.Experiments;
using Fashion.Keras.Plotting;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Samples.Studies;

/// <summary>Our runs compared with the write-up's.</summary>
internal static class Comparison
{
    /// <summary>How far our mean accuracy may lie outside of the write-up's range.</summary>
    public const double Tolerance = 0.005;

    /// <summary>A finished run in one line, with the write-up's range after it.</summary>
    public static string Line(StudyRun run)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{run.Variant}, seed {run.Seed}: accuracy " +
            $"{run.Metrics.GetValueOrDefault("accuracy"):0.0000}, loss {run.Metrics.GetValueOrDefault("loss"):0.0000}, " +
            $"{run.StoppedEpoch} epochs of {run.SecondsPerEpoch:0.00} s");
        return WriteUp.Runs.TryGetValue(run.Variant, out IReadOnlyList<ReportedRun>? theirs)
            ? $"{line}  (write-up: accuracy {Range(theirs.Select(r => r.Accuracy), 4)}, loss {Range(theirs.Select(r => r.Loss), 4)}, " +
                $"{Epochs(theirs)} epochs)"
            : line;
    }

    /// <summary>All attempts, our results next to the write-up's.</summary>
    public static ReportTable Table(StudyResult ours)
    {
        var table = new ReportTable("Our runs and those of the write-up", "attempt", "runs", "accuracy here: mean (range)",
            "in the write-up", "mean within its range +- 0.005", "loss here: mean (range)", "in the write-up",
            "last epoch here", "in the write-up", "s/epoch", "meet the mark here", "in the write-up");
        foreach (VariantSummary variant in ours.Variants)
        {
            IReadOnlyList<ReportedRun> theirs = WriteUp.Runs[variant.Variant];
            table.Add(variant.Variant, Number(variant.Runs.Count, 0), MeanAndRange(variant.Accuracy, 4),
                MeanAndRange(Statistic.Of(theirs.Select(r => r.Accuracy)), 4), IsWithin(variant) ? "yes" : "no",
                MeanAndRange(variant.Loss, 4), MeanAndRange(Statistic.Of(theirs.Select(r => r.Loss)), 4),
                MeanAndRange(variant.StoppedEpoch, 1), Epochs(theirs), Number(variant.SecondsPerEpoch.Mean, 2),
                $"{variant.Runs.Count(r => ours.Mark!.IsMetBy(r.ToEvaluation()))} of {variant.Runs.Count}",
                $"{theirs.Count(r => r.Accuracy >= ours.Mark!.MinAccuracy && r.Loss <= ours.Mark.MaxLoss)} of {theirs.Count}");
        }
        return table;
    }

    /// <summary>Our runs and theirs as bars.</summary>
    /// <param name="ours">The attempts.</param>
    /// <param name="metric">What the bars show.</param>
    /// <param name="theirs">The same of a run of the write-up.</param>
    public static ReportFigure Bars(StudyResult ours, string metric, Func<ReportedRun, double> theirs)
    {
        BarGroup[] rows =
            [.. ours.Variants.Select(
                v => new BarGroup(v.Variant, [.. v.Runs.Select(r => r[metric])], [.. WriteUp.Runs[v.Variant].Select(theirs)]))];
        Figure Draw(int width) =>
            Plots.Bars(rows, metric, name: "here", referenceName: "write-up", options: new PlotOptions { Width = width });
        return new ReportFigure(Draw(900), $"Test {metric} of each attempt, here and in the write-up: range, runs and mean")
        { Narrow = Draw(380) };
    }

    /// <summary>Whether our mean accuracy lies in the write-up's range, a little widened.</summary>
    public static bool IsWithin(VariantSummary variant)
    {
        IReadOnlyList<ReportedRun> theirs = WriteUp.Runs[variant.Variant];
        return variant.Accuracy.Mean >= theirs.Min(r => r.Accuracy) - Tolerance
            && variant.Accuracy.Mean <= theirs.Max(r => r.Accuracy) + Tolerance;
    }

    /// <summary>A mean with its range, or the one value there is.</summary>
    public static string MeanAndRange(Statistic value, int digits) =>
        value.Count == 1 ? Number(value.Mean, digits)
            : $"{Number(value.Mean, digits)} ({Range([value.Min, value.Max], value.Min % 1 == 0 && value.Max % 1 == 0 ? 0 : digits)})";

    /// <summary>A number with some digits after the point.</summary>
    public static string Number(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    private static string Epochs(IReadOnlyList<ReportedRun> runs) => Range(runs.Select(r => (double)(r.StoppedEpoch ?? 5)), 0);

    /// <summary>The smallest and the largest value, or the one there is.</summary>
    public static string Range(IEnumerable<double> values, int digits)
    {
        double[] all = [.. values];
        return all.Min() == all.Max() ? Number(all[0], digits) : $"{Number(all.Min(), digits)} to {Number(all.Max(), digits)}";
    }
}
