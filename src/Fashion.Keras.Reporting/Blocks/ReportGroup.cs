namespace Fashion.Keras.Reporting;

/// <summary>Contents of a section under a heading of their own; groups of figures that follow each other stand in rows.</summary>
public sealed class ReportGroup : ReportBlock, IEnumerable<ReportBlock>
{
    /// <summary>Makes a group without contents.</summary>
    /// <param name="heading">Its heading.</param>
    /// <exception cref="ArgumentException">No heading.</exception>
    public ReportGroup(string heading)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(heading);
        Heading = heading;
    }

    /// <summary>Its heading.</summary>
    public string Heading { get; }

    /// <summary>Whether only the heading is seen until a reader opens it; default false. In Markdown all is seen.</summary>
    public bool IsCollapsed { get; init; }

    /// <summary>Its contents.</summary>
    public IList<ReportBlock> Blocks { get; } = [];

    /// <summary>Appends text, a table, figures ...</summary>
    /// <param name="block">What to append.</param>
    public void Add(ReportBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        Blocks.Add(block);
    }

    /// <inheritdoc/>
    public IEnumerator<ReportBlock> GetEnumerator() => Blocks.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal override void Write(HtmlWriter page) => page.Group(this);

    internal override void Write(MarkdownWriter page) => page.Group(this);
}
