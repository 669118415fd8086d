using System.Globalization;

namespace Fashion.Keras.Tables;

/// <summary>A file, how it is read and the names of its columns.</summary>
internal sealed class CsvFormat
{
    private readonly string _path;
    private readonly char _separator;

    private CsvFormat(string path, CsvOptions options, char separator)
    {
        (_path, Options, _separator) = (path, options, separator);
        Missing = new MissingValues(options.MissingValues);
        using var rows = new CsvRows(path, options, separator);
        if (!rows.MoveNext()) throw new TableFileException(path, 0, null, "it has no rows");
        Names = CsvHeader.Names(rows, options);
    }

    public CsvOptions Options { get; }

    public MissingValues Missing { get; }

    /// <summary>Names of all columns of the file.</summary>
    public string[] Names { get; }

    public static CsvFormat Of(string path, CsvOptions options)
    {
        if (options.Separator is { } given) return new CsvFormat(path, options, given);
        using StreamReader text = CsvRows.Open(path, options);
        try
        {
            return new CsvFormat(path, options, Separators.Guess(text, options.MaxRowLength));
        }
        catch (System.Text.DecoderFallbackException)
        {
            // The reader of rows says more about it.
            return new CsvFormat(path, options, ',');
        }
    }

    /// <summary>A pass that stands before the first row of data.</summary>
    /// <exception cref="TableFileException">The columns are others than when the table was opened.</exception>
    public CsvRows Begin()
    {
        var rows = new CsvRows(_path, Options, _separator);
        try
        {
            if (Options.HasHeader && (!rows.MoveNext() || !CsvHeader.Names(rows, Options).SequenceEqual(Names)))
                throw new TableFileException(_path, 0, null, "it has other columns than when the table was opened");
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row with as many fields as there are columns.</summary>
    public bool MoveNext(CsvRows rows, ref long skipped)
    {
        while (rows.MoveNext())
        {
            if (rows.FieldCount == Names.Length) return true;
            if (Options.RaggedRows == RaggedRows.Refuse)
                throw rows.Error(null, string.Create(
                    CultureInfo.InvariantCulture, $"the row has {rows.FieldCount} fields, but there are {Names.Length} " +
                    $"columns; CsvOptions.RaggedRows can skip such rows"));
            skipped++;
        }
        return false;
    }
}
