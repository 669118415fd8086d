using System.Text;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Reporting;

/// <summary>
/// A report of sections with text, tables and figures, written as one HTML file that loads nothing from elsewhere, or as Markdown with
/// the same text and tables. All text is plain text: what looks like HTML or Markdown is shown as it is.
/// </summary>
/// <remarks>The same contents give the same file.</remarks>
/// <example><code>
/// var report = new Report("Dropout") { new ReportSection("Result") { new ReportText("It helps."), table } };
/// report.Save("report.html");
/// </code></example>
public sealed class Report : IEnumerable<ReportSection>
{
    /// <summary>Makes a report without sections.</summary>
    /// <param name="title">Its title.</param>
    /// <exception cref="ArgumentException">No title.</exception>
    public Report(string title)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        Title = title;
    }

    /// <summary>Its title.</summary>
    public string Title { get; }

    /// <summary>Text below the title; a blank line begins a new paragraph. Null for none.</summary>
    public string? Introduction { get; init; }

    /// <summary>The sections; add, insert or remove some before the report is written.</summary>
    public IList<ReportSection> Sections { get; } = [];

    /// <summary>Appends a section.</summary>
    /// <param name="section">The section.</param>
    public void Add(ReportSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Sections.Add(section);
    }

    /// <summary>The report as an HTML page.</summary>
    public string ToHtml() => HtmlPage.Of(this);

    /// <summary>The report as Markdown (GitHub's, for the tables); figures are left out.</summary>
    public string ToMarkdown() => MarkdownPage.Of(this);

    /// <summary>Writes the report. The file is there as a whole or not at all, and an old one is replaced; its folder is made when
    /// missing.</summary>
    /// <param name="path">The file: its name ends in .html or .htm for HTML, in .md for Markdown.</param>
    /// <exception cref="ArgumentException">Another ending.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        string text = Format(path) == ReportFormat.Html ? ToHtml() : ToMarkdown();
        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(text)));
    }

    /// <inheritdoc/>
    public IEnumerator<ReportSection> GetEnumerator() => Sections.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    internal static ReportFormat Format(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => ReportFormat.Html,
            ".MD" => ReportFormat.Markdown,
            var other => throw new ArgumentException($"A report is written as .html or .md, not as '{other}'.", nameof(path)),
        };
    }
}
