using System.Globalization;
using System.Text;

namespace Fashion.Keras.Reporting;

/// <summary>The table that Keras prints for a model (keras-contract 13.2).</summary>
internal static class SummaryTable
{
    // No reader needs more; a table of any width would fill the memory.
    private const int Widest = 10_000;

    private const int BytesPerParameter = sizeof(float);

    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>Renders a summary; every line ends with a newline.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="columns">Width of the terminal, which the default width depends on.</param>
    /// <param name="lineLength">Width of the table; null for the default.</param>
    /// <param name="positions">Where columns end, as shares of the width, in rising order; null for the default.</param>
    /// <exception cref="ArgumentException">Too narrow, or the wrong number of positions.</exception>
    public static string Render(SummaryContent content, int columns, int? lineLength = null, IReadOnlyList<double>? positions = null)
    {
        TextColumn[] table = Columns(content, columns, lineLength, positions);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Model: \"{content.ModelName}\"\n");
        Rule(text, table, "┏━┳┓");
        Cells(text, table, [.. table.Select(c => c.Title)], '┃');
        Rule(text, table, "┡━╇┩");
        for (int i = 0; i < content.Rows.Count; i++)
        {
            if (i > 0) Rule(text, table, "├─┼┤");
            Cells(text, table, Fields(content, content.Rows[i]), '│');
        }
        Rule(text, table, "└─┴┘");
        long all = content.TrainableParameters + content.NonTrainableParameters + (content.OptimizerParameters ?? 0);
        Count(text, "Total", all);
        Count(text, "Trainable", content.TrainableParameters);
        Count(text, "Non-trainable", content.NonTrainableParameters);
        if (content.OptimizerParameters is { } optimizer) Count(text, "Optimizer", optimizer);
        return text.ToString();
    }

    private static TextColumn[] Columns(SummaryContent content, int terminal, int? lineLength, IReadOnlyList<double>? positions)
    {
        List<(string Title, TextAlignment Alignment)> titles =
            [("Layer (type)", TextAlignment.Left), ("Output Shape", TextAlignment.Left), ("Param #", TextAlignment.Right)];
        if (content.ShowConnections) titles.Add(("Connected to", TextAlignment.Left));
        double[] ends = [.. positions ?? (content.ShowConnections ? [0.3, 0.56, 0.74, 1] : [0.45, 0.8, 1])];
        if (ends.Length != titles.Count)
            throw new ArgumentException($"Summary: this model has {titles.Count} columns " +
                $"({string.Join(", ", titles.Select(t => t.Title))}), so {titles.Count} positions are needed, not {ends.Length}.",
                nameof(positions));
        int width = content.ShowConnections ? 108 : 88;
        if (content.ShowTrainable)
        {
            titles.Add(("Trainable", TextAlignment.Center));
            ends = [.. ends.Select(e => e * 0.9), 1];
            width += 12;
        }
        if (lineLength is < 1 or > Widest)
            throw new ArgumentOutOfRangeException(nameof(lineLength), lineLength, $"A summary is 1 to {Widest} characters wide.");
        int length = lineLength ?? Math.Min(width, terminal - 4);
        int[] cells = TextColumn.Widths(length, ends);
        return [.. titles.Select((t, i) => new TextColumn(t.Title, t.Alignment, cells[i]))];
    }

    private static string[] Fields(SummaryContent content, SummaryRow row)
    {
        string indent = row.Level > 0 ? string.Concat(Enumerable.Repeat("   ", row.Level)) + "└ " : "";
        string parameters = row.Parameters?.ToString("N0", CultureInfo.InvariantCulture) ?? "0 (unbuilt)";
        List<string> fields = [$"{indent}{row.Name} ({row.ClassName})", row.OutputShape, parameters];
        if (content.ShowConnections) fields.Add(row.Connections);
        if (content.ShowTrainable) fields.Add(row.Trainable switch { true => "Y", false => "N", null => "-" });
        return [.. fields];
    }

    private static void Rule(StringBuilder text, TextColumn[] table, string strokes)
    {
        text.Append(strokes[0]);
        for (int i = 0; i < table.Length; i++)
            text.Append(strokes[1], table[i].CellWidth).Append(i + 1 < table.Length ? strokes[2] : strokes[3]);
        text.Append('\n');
    }

    private static void Cells(StringBuilder text, TextColumn[] table, string[] fields, char border)
    {
        List<string>[] lines = [.. table.Select((c, i) => c.Wrap(fields[i]))];
        for (int line = 0; line < lines.Max(l => l.Count); line++)
        {
            text.Append(border);
            for (int i = 0; i < table.Length; i++)
                text.Append(' ').Append(table[i].Align(line < lines[i].Count ? lines[i][line] : "")).Append(' ').Append(border);
            text.Append('\n');
        }
    }

    private static void Count(StringBuilder text, string what, long parameters) =>
        text.Append(CultureInfo.InvariantCulture, $" {what} params: {parameters:N0} ({Size(parameters * BytesPerParameter)})\n");

    private static string Size(double bytes)
    {
        int unit = 0;
        for (; bytes >= 1024 && unit < Units.Length - 1; unit++) bytes /= 1024;
        return $"{PythonFormat.Fixed(bytes, 2)} {Units[unit]}";
    }
}
