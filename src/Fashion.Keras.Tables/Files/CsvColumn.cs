namespace Fashion.Keras.Tables;

/// <summary>A column of a file and how its fields become values.</summary>
internal sealed class CsvColumn
{
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _classes;
    private readonly float _number = float.NaN;
    private readonly long? _integer;
    private readonly string _text = "";

    /// <param name="field">Its number in the file.</param>
    /// <param name="column">What it is.</param>
    /// <param name="fill">What a missing value becomes; null for the usual one.</param>
    /// <param name="found">How its type was found out, for messages; empty when it was given.</param>
    /// <exception cref="ArgumentException">The value for missing ones is of another type.</exception>
    public CsvColumn(int field, TableColumn column, object? fill, string found)
    {
        (Field, Column, Found) = (field, column, found);
        _classes = (column.ClassNames ?? []).Select((name, i) => (name, i))
            .ToDictionary(c => c.name, c => (long)c.i, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        if (fill is null) return;
        if (column.Type == ColumnType.Number) _number = CellValue.Number(fill, column);
        else if (column.Type == ColumnType.Integer) _integer = CellValue.Integer(fill, column);
        else _text = CellValue.Text(fill, column);
    }

    public int Field { get; }

    public TableColumn Column { get; }

    public string Found { get; }

    /// <summary>Gives a row the value of the field.</summary>
    public void Read(CsvRows rows, MissingValues missing, TableRow row, int column)
    {
        ReadOnlySpan<char> field = rows.Field(Field);
        if (missing.Contains(field))
        {
            if (!TryFill(row, column)) throw Error(rows, Column.ClassNames is null ? "a whole number is missing; give a value for " +
                "missing ones (CsvOptions.Fills), or the type Number" : "the class is missing");
            return;
        }
        switch (Column.Type)
        {
            case ColumnType.Number:
                row.Set(column, rows.TryNumber(Field, field, out float number)
                    ? number
                    : throw Wrong(rows, field, "number that a float can hold"));
                break;
            case ColumnType.Text:
                row.Set(column, rows.Text(Field, field));
                break;
            case ColumnType.Integer when Column.ClassNames is not null:
                row.Set(column, _classes.TryGetValue(field, out long known) ? known : throw Wrong(rows, field, "class that is known"));
                break;
            default:
                row.Set(column, WholeNumber.TryParse(field, out long integer) ? integer : throw Wrong(rows, field, "whole number"));
                break;
        }
    }

    /// <summary>Gives a row what stands for a missing value; false where nothing does.</summary>
    public bool TryFill(TableRow row, int column)
    {
        switch (Column.Type)
        {
            case ColumnType.Number:
                row.Set(column, _number);
                return true;
            case ColumnType.Text:
                row.Set(column, _text);
                return true;
            default:
                row.Set(column, _integer ?? 0);
                return _integer is not null;
        }
    }

    private TableFileException Wrong(CsvRows rows, ReadOnlySpan<char> field, string wanted) =>
        Error(rows, $"'{Internal.ShortText.Of(field.ToString())}' is no {wanted}{Found}");

    private TableFileException Error(CsvRows rows, string reason) => rows.Error(Column.Name, reason);
}
