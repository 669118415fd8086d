using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>What a Fit recorded, as a table for people.</summary>
internal static class HistoryTable
{
    /// <summary>Writes the table.</summary>
    /// <param name="epochs">Indices of the epochs, from 0.</param>
    /// <param name="columns">Name, lines that have a value, and the values.</param>
    public static string Of(IReadOnlyList<int> epochs,
        IReadOnlyList<(string Name, IReadOnlyList<int> Lines, IReadOnlyList<double> Values)> columns)
    {
        var cells = new string[epochs.Count + 1, columns.Count + 1];
        cells[0, 0] = "epoch";
        for (int line = 0; line < epochs.Count; line++) cells[line + 1, 0] = (epochs[line] + 1).ToString(CultureInfo.InvariantCulture);
        for (int c = 0; c < columns.Count; c++)
        {
            cells[0, c + 1] = columns[c].Name;
            for (int i = 0; i < columns[c].Values.Count; i++)
                cells[columns[c].Lines[i] + 1, c + 1] = PythonFormat.LogValue(columns[c].Values[i]);
        }
        var text = new StringBuilder();
        int[] widths =
            [.. Enumerable.Range(0, columns.Count + 1)
                .Select(c => Enumerable.Range(0, epochs.Count + 1).Max(l => cells[l, c]?.Length ?? 0))];
        for (int line = 0; line <= epochs.Count; line++)
        {
            for (int c = 0; c < widths.Length; c++) text.Append(c > 0 ? "  " : "").Append((cells[line, c] ?? "").PadLeft(widths[c]));
            text.Append('\n');
        }
        return text.ToString();
    }
}
