namespace Fashion.Keras.Reporting;

/// <summary>A section of a report: a heading, and text, tables and figures below it.</summary>
/// <example><code>
/// report.Add(new ReportSection("Reading") { new ReportText("What the figures say."), table });
/// </code></example>
public sealed class ReportSection : IEnumerable<ReportBlock>
{
    /// <summary>Makes a section without contents.</summary>
    /// <param name="heading">Its heading.</param>
    /// <exception cref="ArgumentException">No heading.</exception>
    public ReportSection(string heading)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(heading);
        Heading = heading;
    }

    /// <summary>Its heading.</summary>
    public string Heading { get; }

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
}
