using System.Globalization;
using System.Text;
using nietras.SeparatedValues;

namespace Fashion.Keras.Tables;

/// <summary>One pass over the rows of a file. Blank lines are left out. Cells are valid until the next row.</summary>
internal sealed class CsvRows : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly CsvOptions _options;
    private readonly string _path;
    private readonly char _separator;
    private readonly SepReader _reader;
    private bool _hasQuotes, _begun;

    /// <param name="path">Full path.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="separator">What separates fields.</param>
    public CsvRows(string path, CsvOptions options, char separator)
    {
        (_path, _options, _separator) = (path, options, separator);
        StreamReader text = Open(path, options);
        try
        {
            // Quotes are taken off here: the reader cannot tell a quote inside an unquoted field.
            _reader = new SepReaderOptions(new Sep(separator))
            { HasHeader = false, Unescape = false, DisableColCountCheck = true, CreateToString = SepToString.PoolPerCol() }.From(text);
        }
        catch (Exception e) when (e is DecoderFallbackException or NotSupportedException)
        {
            text.Dispose();
            throw Named(e);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Number of fields of the row.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The text of a file.</summary>
    public static StreamReader Open(string path, CsvOptions options) =>
        new(path, options.Encoding ?? StrictUtf8, detectEncodingFromByteOrderMarks: true);

    /// <summary>Goes to the next row.</summary>
    /// <exception cref="TableFileException">A row that is too long, a quote that is not closed, or bytes that are no text.</exception>
    public bool MoveNext()
    {
        while (Read())
        {
            SepReader.Row row = _reader.Current;
            Line = _begun ? row.LineNumberFrom : 1;
            _begun = true;
            ReadOnlySpan<char> text = row.Span;
            if (text.IsEmpty) continue;
            if (text.Length > _options.MaxRowLength) throw TooLong();
            int quotes = text.Count('"');
            // The reader goes on to the end of the file where a quote is missing.
            if (quotes % 2 != 0) throw Error(null, "a quote (\") is not closed; a quote inside a quoted field is written twice");
            _hasQuotes = quotes > 0;
            FieldCount = row.ColCount;
            return true;
        }
        return false;
    }

    /// <summary>The text of a field without its quotes, and without white space around it where the options say so.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        ReadOnlySpan<char> text = _reader.Current[index].Span;
        if (_options.Trim) text = text.Trim(" \t");
        return _hasQuotes && text.Contains('"') ? Unquote(text) : text;
    }

    /// <summary>The text of a field; the same object for texts that occur often.</summary>
    public string Text(int index, ReadOnlySpan<char> field)
    {
        SepReader.Col whole = _reader.Current[index];
        return whole.Span.Length == field.Length ? whole.ToString() : field.ToString();
    }

    /// <summary>Reads a number in invariant form; not one with grouped digits, nor one that is too large for a float.</summary>
    public bool TryNumber(int index, ReadOnlySpan<char> field, out float number)
    {
        number = 0;
        // A decimal comma would be taken for one that groups digits.
        if ((_separator != ',' || _hasQuotes) && field.Contains(',')) return false;
        SepReader.Col whole = _reader.Current[index];
        bool read = whole.Span.Length == field.Length
            ? whole.TryParse(out number)
            : float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return read && (!float.IsInfinity(number) || field.ContainsAnyInRange('a', 'z') && !field.ContainsAnyInRange('0', '9'));
    }

    /// <summary>An error about the row.</summary>
    public TableFileException Error(string? column, string reason, Exception? inner = null) => new(_path, Line, column, reason, inner);

    public void Dispose() => _reader.Dispose();

    private bool Read()
    {
        try
        {
            return _reader.MoveNext();
        }
        catch (Exception e) when (e is DecoderFallbackException or NotSupportedException)
        {
            throw Named(e);
        }
    }

    // Exceptions of the reader come for a part of the file at a time: the row is one of those that follow.
    private TableFileException Named(Exception e) => e is DecoderFallbackException
        ? new(_path, 0,
            null,
            string.Create(CultureInfo.InvariantCulture, $"it is no {(_options.Encoding is null ? "UTF-8" : _options.Encoding.WebName)} " +
            $"text somewhere after line {Line}; give its encoding (CsvOptions.Encoding)"), e)
        : new(_path, Line,
            null, string.Create(CultureInfo.InvariantCulture, $"a row after this line has more than {_options.MaxRowLength} characters; " +
            $"is a quote (\") not closed?"), e);

    private TableFileException TooLong() =>
        Error(null, string.Create(CultureInfo.InvariantCulture, $"the row has more than {_options.MaxRowLength} characters " +
            $"(CsvOptions.MaxRowLength); is " +
            $"a quote (\") not closed?"));

    private ReadOnlySpan<char> Unquote(ReadOnlySpan<char> field)
    {
        if (field[0] != '"' || field.Length < 2 || field[^1] != '"') throw Misplaced();
        ReadOnlySpan<char> inner = field[1..^1];
        if (!inner.Contains('"')) return inner;
        var text = new StringBuilder(inner.Length);
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '"' && (++i == inner.Length || inner[i] != '"')) throw Misplaced();
            text.Append(inner[i]);
        }
        return text.ToString();
    }

    private TableFileException Misplaced() =>
        Error(null, "a quote (\") stands in the middle of a field; put the whole field in quotes and write a quote inside it twice");
}
