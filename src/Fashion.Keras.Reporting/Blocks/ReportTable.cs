namespace Fashion.Keras.Reporting;

/// <summary>A table. The first cell of a row is its heading; columns of numbers are set flush right.</summary>
/// <example><code>
/// var table = new ReportTable("Test accuracy", "variant", "here", "published") { Note = "Means of five runs." };
/// table.Add("final", "0.9141", "0.9150");
/// </code></example>
public sealed class ReportTable : ReportBlock, IEnumerable<IReadOnlyList<string>>
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    /// <summary>Makes a table without rows.</summary>
    /// <param name="caption">What the table shows.</param>
    /// <param name="columns">Headings of the columns, at least one.</param>
    /// <exception cref="ArgumentException">No caption, or no column.</exception>
    public ReportTable(string caption, params IEnumerable<string> columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(caption);
        ArgumentNullException.ThrowIfNull(columns);
        (Caption, Columns) = (caption, [.. columns]);
        if (Columns.Count == 0 || Columns.Contains(null!))
            throw new ArgumentException($"Table '{caption}' needs columns, each with a heading.", nameof(columns));
    }

    /// <summary>What the table shows.</summary>
    public string Caption { get; }

    /// <summary>Headings of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Text below the table; null, the default, for none.</summary>
    public string? Note { get; init; }

    /// <summary>Appends a row.</summary>
    /// <param name="cells">As many cells as there are columns.</param>
    /// <exception cref="ArgumentException">Another number of cells.</exception>
    public void Add(params IEnumerable<string> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        string[] row = [.. cells];
        if (row.Length != Columns.Count)
            throw new ArgumentException($"Table '{Caption}' has {Columns.Count} columns ({string.Join(", ", Columns)}); a row of " +
                $"{row.Length} cells does not fit.", nameof(cells));
        if (row.Contains(null)) throw new ArgumentException($"Table '{Caption}': a cell is null.", nameof(cells));
        _rows.Add(row);
    }

    /// <summary>The table alone as Markdown, without caption and note.</summary>
    public string ToMarkdown() => MarkdownWriter.Rows(Columns, _rows);

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<string>> GetEnumerator() => _rows.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(HtmlWriter page) => page.Table(this);

    internal override void Write(MarkdownWriter page) => page.Table(this);
}
