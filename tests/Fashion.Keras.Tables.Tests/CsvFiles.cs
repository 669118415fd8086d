using System.Text;

namespace Fashion.Keras.Tables.Tests;

/// <summary>Tests on small files that they write.</summary>
public abstract class CsvFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Full path of a file with this text.</summary>
    protected string Write(string text, Encoding? encoding = null, string name = "table.csv")
    {
        File.WriteAllText(_folder.File(name), text, encoding ?? new UTF8Encoding(false));
        return _folder.File(name);
    }

    /// <summary>A table of a file with this text.</summary>
    protected Table Read(string text, string? label = null, IReadOnlyList<string>? columns = null, CsvOptions? options = null) =>
        Dataset.FromCsv(Write(text), label, columns, options);

    /// <summary>The error that reading a file with this text ends in.</summary>
    protected TableFileException Fails(string text, CsvOptions? options = null) =>
        Assert.Throws<TableFileException>(() => Read(text, options: options).Count());
}
