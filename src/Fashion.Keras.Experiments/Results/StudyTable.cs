using System.Globalization;
using System.Text;

namespace Fashion.Keras.Experiments;

/// <summary>The summary of a study as plain text.</summary>
internal static class StudyTable
{
    private static readonly string[] Shown = ["accuracy", "loss"];

    public static string Text(StudyResult result)
    {
        string[] metrics = [.. Shown.Where(m => result.Runs.All(r => r.Metrics.ContainsKey(m)))];
        List<string[]> rows = [["", "runs", .. metrics, "epochs", "s/epoch", .. result.Mark is null ? (string[])[] : ["meet the mark"]]];
        foreach (VariantSummary variant in result.Variants)
            rows.Add([variant.Variant, Whole(variant.Runs.Count), .. metrics.Select(m => Spread(variant[m])),
                Number(variant.StoppedEpoch.Mean, 1), Number(variant.SecondsPerEpoch.Mean, 2),
                .. result.Mark is { } mark ? (string[])[$"{Whole((int)Math.Round(variant.ShareMeeting(mark) * variant.Runs.Count))} of " +
                    $"{Whole(variant.Runs.Count)}"] : []]);
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(r => r[i].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.AppendLine(string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))
                .TrimEnd());
        return text.ToString();
    }

    private static string Spread(Statistic value) =>
        value.Count == 1 ? Number(value.Mean, 4)
            : $"{Number(value.Mean, 4)} +- {Number(value.StandardDeviation, 4)} ({Number(value.Min, 4)} to {Number(value.Max, 4)})";

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
