namespace Fashion.Keras.Reporting;

/// <summary>A part of a section: <see cref="ReportText"/>, <see cref="ReportTable"/>, <see cref="ReportFigure"/>, <see cref="ReportCode"/>,
/// <see cref="ReportFacts"/> or <see cref="ReportGroup"/>.</summary>
public abstract class ReportBlock
{
    private protected ReportBlock() { }

    internal abstract void Write(HtmlWriter page);

    internal abstract void Write(MarkdownWriter page);
}
