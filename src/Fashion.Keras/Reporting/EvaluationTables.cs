using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>Tables about classifiers, from plain values.</summary>
internal static class EvaluationTables
{
    private const int ScoreWidth = 9, ColumnNameWidth = 8;

    /// <summary>The layout of scikit-learn's classification_report.</summary>
    public static string Classification(
        IReadOnlyList<(string Name, double Precision, double Recall, double F1, int Support)> classes,
        double accuracy,
        int samples,
        IReadOnlyList<(string Name, double Precision, double Recall, double F1, int Support)> means,
        int decimals)
    {
        int nameWidth = classes.Concat(means).Max(r => r.Name.Length);
        var text = new StringBuilder();
        void Line(string name, params IEnumerable<string> cells) =>
            text.Append(name.PadLeft(nameWidth)).Append(' ').AppendJoin("", cells.Select(c => " " + c.PadLeft(ScoreWidth))).Append('\n');
        string Score(double value) => PythonFormat.Fixed(value, decimals);
        void Row((string Name, double Precision, double Recall, double F1, int Support) r) =>
            Line(r.Name, Score(r.Precision), Score(r.Recall), Score(r.F1), Count(r.Support));

        Line("", "precision", "recall", "f1-score", "support");
        text.Append('\n');
        foreach (var row in classes) Row(row);
        text.Append('\n');
        Line("accuracy", "", "", Score(accuracy), Count(samples));
        foreach (var row in means) Row(row);
        return text.ToString();
    }

    /// <summary>
    /// True classes as rows, predicted classes as columns, both by name; a long name of a column goes over several lines.
    /// </summary>
    public static string Confusion(IReadOnlyList<string> classNames, int[,] counts)
    {
        int classes = classNames.Count;
        int digits = counts.Cast<int>().Append(0).Max(c => Count(c).Length);
        int nameWidth = classNames.Append("actual").Max(n => n.Length);
        string[][] headers = [.. classNames.Select(Lines)];
        int[] widths = [.. headers.Select(lines => Math.Max(digits, lines.Max(l => l.Length)) + 2)];
        int height = headers.Max(lines => lines.Length);
        var text = new StringBuilder();
        text.Append("".PadRight(nameWidth)).Append("  predicted\n");
        for (int line = 0; line < height; line++)
        {
            text.Append((line == height - 1 ? "actual" : "").PadRight(nameWidth));
            for (int c = 0; c < classes; c++)
            {
                int own = line - (height - headers[c].Length);
                text.Append((own < 0 ? "" : headers[c][own]).PadLeft(widths[c]));
            }
            text.Append('\n');
        }
        for (int actual = 0; actual < classes; actual++)
        {
            text.Append(classNames[actual].PadRight(nameWidth));
            for (int predicted = 0; predicted < classes; predicted++)
                text.Append(Count(counts[actual, predicted]).PadLeft(widths[predicted]));
            text.Append('\n');
        }
        return text.ToString();
    }

    // Broken after spaces, slashes and hyphens, and in the middle of words of more than ColumnNameWidth letters.
    private static string[] Lines(string name)
    {
        var lines = new List<string>();
        int start = 0;
        while (name.Length - start > ColumnNameWidth)
        {
            int end = name.AsSpan(start, ColumnNameWidth + 1).LastIndexOfAny(" /-");
            int length = end < 0 ? ColumnNameWidth : Math.Min(end + 1, ColumnNameWidth);
            lines.Add(name.Substring(start, length).TrimEnd());
            start += length;
        }
        lines.Add(name[start..]);
        return [.. lines];
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
