namespace Fashion.Keras.Reporting;

/// <summary>Paragraphs.</summary>
public sealed class ReportText : ReportBlock
{
    /// <summary>Makes paragraphs of plain text.</summary>
    /// <param name="text">The text; a blank line begins a new paragraph.</param>
    public ReportText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Whether it only says how figures are read, so that it has no place where there are none.</summary>
    internal bool IsAboutFigures { get; init; }

    internal override void Write(HtmlWriter page) => page.Paragraphs(Text);

    internal override void Write(MarkdownWriter page)
    {
        if (!IsAboutFigures) page.Paragraphs(Text);
    }
}
