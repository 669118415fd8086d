using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>Tables about classifiers, from plain values.</summary>
internal static class EvaluationTables
{
    private const int ScoreWidth = 9;

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
        void Line(string name, params IEnumerable<string> cells) => text.Append(name.PadLeft(nameWidth)).Append(' ').AppendJoin("", cells.Select(c => " " + c.PadLeft(ScoreWidth))).Append('\n');
        string Score(double value) => PythonFormat.Fixed(value, decimals);
        void Row((string Name, double Precision, double Recall, double F1, int Support) r) => Line(r.Name, Score(r.Precision), Score(r.Recall), Score(r.F1), Count(r.Support));

        Line("", "precision", "recall", "f1-score", "support");
        text.Append('\n');
        foreach (var row in classes) Row(row);
        text.Append('\n');
        Line("accuracy", "", "", Score(accuracy), Count(samples));
        foreach (var row in means) Row(row);
        return text.ToString();
    }

    /// <summary>True classes as rows, by number and name; predicted classes as columns, by number.</summary>
    public static string Confusion(IReadOnlyList<string> classNames, int[,] counts)
    {
        int classes = classNames.Count;
        int numberWidth = Count(Math.Max(0, classes - 1)).Length;
        string[] names = [.. classNames.Select((n, i) => n == Count(i) ? n.PadLeft(numberWidth) : $"{Count(i).PadLeft(numberWidth)} {n}")];
        int nameWidth = names.Append("actual").Max(n => n.Length);
        int cellWidth = counts.Cast<int>().Append(classes - 1).Max(c => Count(c).Length) + 2;
        var text = new StringBuilder();
        text.Append("".PadRight(nameWidth)).Append("  predicted\n").Append("actual".PadRight(nameWidth));
        for (int predicted = 0; predicted < classes; predicted++) text.Append(Count(predicted).PadLeft(cellWidth));
        text.Append('\n');
        for (int actual = 0; actual < classes; actual++)
        {
            text.Append(names[actual].PadRight(nameWidth));
            for (int predicted = 0; predicted < classes; predicted++) text.Append(Count(counts[actual, predicted]).PadLeft(cellWidth));
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
