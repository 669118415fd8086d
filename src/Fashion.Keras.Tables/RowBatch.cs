using System.Globalization;
using System.Numerics.Tensors;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Tables;

/// <summary>Rows as arrays.</summary>
internal static class RowBatch
{
    /// <summary>An array of shape (rows, 1) per column that is no label, by its name.</summary>
    public static ModelData Inputs(TableLayout layout, IReadOnlyList<TableRow> rows) => Parts(layout, layout.Features, rows);

    /// <summary>The label as an array of shape (rows, 1), several by their names; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">A label of texts without classes, or one that is missing.</exception>
    public static ModelData? Labels(TableLayout layout, IReadOnlyList<TableRow> rows)
    {
        int[] labels = [.. layout.Labels];
        foreach (int column in labels) RequireLabel(layout, column, rows);
        return labels.Length switch
        {
            0 => null,
            1 => Part(layout, labels[0], rows),
            _ => Parts(layout, labels, rows),
        };
    }

    /// <summary>The columns that are no label as one array of shape (rows, columns).</summary>
    /// <exception cref="InvalidOperationException">A column has texts.</exception>
    public static ModelData Matrix(TableLayout layout, IReadOnlyList<TableRow> rows)
    {
        int[] features = [.. layout.Features];
        foreach (int column in features)
            if (layout.Columns[column].Type == ColumnType.Text)
                throw new InvalidOperationException($"The column '{ShortText.Of(layout.Columns[column].Name)}' has texts, which are no " +
                    "part of an array of numbers. Choose the columns (columns: [...]), or use Batch and a model with an input per column.");
        var values = new float[rows.Count * features.Length];
        for (int at = 0, row = 0; row < rows.Count; row++)
            foreach (int column in features)
                values[at++] = layout.Columns[column].Type == ColumnType.Number
                    ? rows[row].NumberAt(layout.Slot(column))
                    : rows[row].IntegerAt(layout.Slot(column));
        return Tensor.Create(values, [rows.Count, features.Length]);
    }

    /// <summary>The values of a column.</summary>
    public static Array Column(TableLayout layout, int column, IEnumerable<TableRow> rows)
    {
        int slot = layout.Slot(column);
        return layout.Columns[column].Type switch
        {
            ColumnType.Number => rows.Select(row => row.NumberAt(slot)).ToArray(),
            ColumnType.Integer => rows.Select(row => row.IntegerAt(slot)).ToArray(),
            _ => rows.Select(row => row.TextAt(slot)).ToArray(),
        };
    }

    private static ModelData Parts(TableLayout layout, IEnumerable<int> columns, IReadOnlyList<TableRow> rows)
    {
        var parts = new Dictionary<string, ModelData>(StringComparer.Ordinal);
        foreach (int column in columns) parts[layout.Columns[column].Name] = Part(layout, column, rows);
        return parts;
    }

    private static ModelData Part(TableLayout layout, int column, IReadOnlyList<TableRow> rows) => Column(layout, column, rows) switch
    {
        float[] numbers => Tensor.Create(numbers, [rows.Count, 1]),
        long[] integers => Tensor.Create(integers, [rows.Count, 1]),
        Array texts => texts,
    };

    private static void RequireLabel(TableLayout layout, int column, IReadOnlyList<TableRow> rows)
    {
        TableColumn label = layout.Columns[column];
        if (label.Type == ColumnType.Text)
            throw new InvalidOperationException($"The label '{ShortText.Of(label.Name)}' has texts without classes.");
        if (label.Type != ColumnType.Number) return;
        foreach (TableRow row in rows)
            if (float.IsNaN(row.NumberAt(layout.Slot(column))))
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"The label '{ShortText.Of(label.Name)}' of the row in " +
                    $"line {row.Line} is missing. Leave such rows out (Filter) or give a value for them (CsvOptions.Fills)."));
    }
}
