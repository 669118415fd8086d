namespace Fashion.Keras.Reporting;

/// <summary>Text in letters of one width, with its lines as they are: the summary of a model, code.</summary>
public sealed class ReportCode : ReportBlock
{
    /// <summary>Makes a block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="label">What it is, for those who hear the page.</param>
    public ReportCode(string text, string label)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(label);
        (Text, Label) = (text, label);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What it is.</summary>
    public string Label { get; }

    internal override void Write(HtmlWriter page) => page.Code(Text, Label);

    internal override void Write(MarkdownWriter page) => page.Code(Text);
}
