namespace Fashion.Keras.Tables;

/// <summary>A file whose columns are known: gives passes over its rows.</summary>
internal sealed class CsvFile
{
    private readonly CsvFormat _format;
    private readonly CsvColumn[] _columns;
    private long _skipped;

    private CsvFile(CsvFormat format, CsvColumn[] columns, long? count, long skipped)
    {
        (_format, _columns, Count, _skipped) = (format, columns, count, skipped);
        Layout = new TableLayout([.. columns.Select(c => c.Column)]);
    }

    public TableLayout Layout { get; }

    /// <summary>Number of rows; null where the file was not read to its end.</summary>
    public long? Count { get; }

    /// <summary>Rows that the last whole pass left out.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Finds out what the file holds.</summary>
    public static CsvFile Open(string path, IReadOnlyList<string> labels, IReadOnlyList<string>? columns, CsvOptions options)
    {
        CsvFormat format = CsvFormat.Of(path, options);
        var survey = new CsvSurvey(format, labels, columns);
        return new CsvFile(format, survey.Columns(), survey.Count, survey.Skipped);
    }

    /// <summary>A pass.</summary>
    public IEnumerator<TableRow> Rows()
    {
        long skipped = 0;
        using CsvRows rows = _format.Begin();
        while (_format.MoveNext(rows, ref skipped))
        {
            var row = new TableRow(Layout, rows.Line);
            for (int i = 0; i < _columns.Length; i++) _columns[i].Read(rows, _format.Missing, row, i);
            yield return row;
        }
        Volatile.Write(ref _skipped, skipped);
    }

    /// <summary>Gives a row what stands for a missing value.</summary>
    /// <exception cref="ArgumentException">Nothing does.</exception>
    public void Fill(TableRow row, int column)
    {
        if (!_columns[column].TryFill(row, column))
            throw new ArgumentException($"The column '{Internal.ShortText.Of(Layout.Columns[column].Name)}' has whole numbers, none of " +
                "which may be missing; give a value for it.");
    }
}
