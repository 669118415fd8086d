namespace Fashion.Keras.Tables;

/// <summary>What is known of a column's type from the fields seen: whole numbers until one is none, then numbers, then texts.</summary>
internal sealed class TypeInference
{
    private bool _whole = true, _numbers = true, _any, _missing;

    /// <summary>Looks at one more field.</summary>
    public void Add(CsvRows rows, MissingValues missing, int field)
    {
        if (!_numbers) return;
        ReadOnlySpan<char> text = rows.Field(field);
        if (missing.Contains(text))
        {
            _missing = true;
            return;
        }
        _any = true;
        if (_whole && WholeNumber.TryParse(text, out _)) return;
        _whole = false;
        _numbers = rows.TryNumber(field, text, out _);
    }

    /// <summary>
    /// The type. Whole numbers with gaps are numbers, which can be missing, unless a whole number stands for missing ones.
    /// </summary>
    /// <param name="fill">What missing values become; null for the usual value.</param>
    public ColumnType Type(object? fill)
    {
        if (!_numbers || (!_any && fill is string)) return ColumnType.Text;
        bool filled = fill is not (null or string) && CellValue.TypeOf(fill, "") == ColumnType.Integer;
        return _any && _whole && (!_missing || filled) ? ColumnType.Integer : ColumnType.Number;
    }
}
