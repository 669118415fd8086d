using System.Globalization;
using Fashion.Keras.Internal;
using Fashion.Keras.Tables;

namespace Fashion.Keras;

/// <summary>A row of a table: a value per column. It converts to the input of a model that has an input per column.</summary>
/// <example><code>
/// float p = model.Predict(TableRow.Of(("sex", "female"), ("age", 29f)))[0, 0];
/// </code></example>
public sealed class TableRow
{
    private readonly float[] _numbers;
    private readonly long[] _integers;
    private readonly string[] _texts;

    internal TableRow(TableLayout layout, long line)
    {
        (Layout, Line) = (layout, line);
        (_numbers, _integers, _texts) =
            (layout.Slots<float>(ColumnType.Number), layout.Slots<long>(ColumnType.Integer), layout.Slots<string>(ColumnType.Text));
    }

    /// <summary>Line of the file on which the row begins, from 1; 0 for a row of no file.</summary>
    public long Line { get; }

    /// <summary>Its columns.</summary>
    public IReadOnlyList<TableColumn> Columns => Layout.Columns;

    /// <summary>The value of a column: a float, a long or a text.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public object this[string column]
    {
        get
        {
            int at = Layout.IndexOf(column);
            return Layout.Columns[at].Type switch
            {
                ColumnType.Number => _numbers[Layout.Slot(at)],
                ColumnType.Integer => _integers[Layout.Slot(at)],
                _ => _texts[Layout.Slot(at)],
            };
        }
    }

    internal TableLayout Layout { get; }

    /// <summary>A row that belongs to no table: each column has the type of its value.</summary>
    /// <param name="values">Names of columns and their values: numbers, whole numbers (int, long ...) or texts.</param>
    /// <exception cref="ArgumentException">No values, a name twice, or a value that is neither a number nor a text.</exception>
    public static TableRow Of(params (string Column, object Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length == 0) throw new ArgumentException("TableRow.Of needs at least one value.", nameof(values));
        var layout = new TableLayout([.. values.Select(v => new TableColumn(v.Column, CellValue.TypeOf(v.Value, v.Column)))]);
        var row = new TableRow(layout, 0);
        for (int i = 0; i < values.Length; i++) row.Set(i, values[i].Value);
        return row;
    }

    /// <summary>The number in a column of numbers or whole numbers.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it has texts.</exception>
    public float Number(string column)
    {
        int at = Layout.IndexOf(column);
        return Layout.Columns[at].Type switch
        {
            ColumnType.Number => _numbers[Layout.Slot(at)],
            ColumnType.Integer => _integers[Layout.Slot(at)],
            _ => throw Layout.WrongType(at, "numbers"),
        };
    }

    /// <summary>The whole number in a column of whole numbers.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is of another type.</exception>
    public long Integer(string column)
    {
        int at = Layout.IndexOf(column);
        return Layout.Columns[at].Type == ColumnType.Integer ? _integers[Layout.Slot(at)] : throw Layout.WrongType(at, "whole numbers");
    }

    /// <summary>The text in a column of texts, or the name of the class in a label column with class names.</summary>
    /// <param name="column">Name of the column.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is of another type.</exception>
    public string Text(string column)
    {
        int at = Layout.IndexOf(column);
        TableColumn found = Layout.Columns[at];
        return found.Type == ColumnType.Text
            ? _texts[Layout.Slot(at)]
            : found.ClassNames is { } names ? names[(int)_integers[Layout.Slot(at)]] : throw Layout.WrongType(at, "texts");
    }

    /// <summary>
    /// The row as the input of a model: a batch of one sample, with an array of shape (1, 1) per column that is no label.
    /// </summary>
    /// <param name="row">The row.</param>
    public static implicit operator ModelData(TableRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return RowBatch.Inputs(row.Layout, [row]);
    }

    /// <summary>The values with the names of their columns.</summary>
    public override string ToString() =>
        string.Join(", ", Columns.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Name}: {this[c.Name]}")));

    internal float NumberAt(int slot) => _numbers[slot];

    internal long IntegerAt(int slot) => _integers[slot];

    internal string TextAt(int slot) => _texts[slot];

    internal void Set(int column, float value) => _numbers[Layout.Slot(column)] = value;

    internal void Set(int column, long value) => _integers[Layout.Slot(column)] = value;

    internal void Set(int column, string value) => _texts[Layout.Slot(column)] = value;

    internal void Set(int column, object value)
    {
        TableColumn found = Layout.Columns[column];
        switch (found.Type)
        {
            case ColumnType.Number: Set(column, CellValue.Number(value, found)); break;
            case ColumnType.Integer: Set(column, CellValue.Integer(value, found)); break;
            default: Set(column, CellValue.Text(value, found)); break;
        }
    }
}
