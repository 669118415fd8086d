using Fashion.Keras.Plotting;

namespace Fashion.Keras.Reporting;

/// <summary>
/// A picture, drawn as SVG in the page, in light or dark colours as the reader prefers. Figures of at most <see cref="NarrowWidth"/> pixels
/// that follow each other
/// stand in rows. In Markdown figures are left out.
/// </summary>
/// <example><code>
/// section.Add(new ReportFigure(Plots.Curves(history), "Loss and accuracy by epoch"));
/// </code></example>
public sealed class ReportFigure : ReportBlock
{
    /// <summary>Width up to which several figures share a row.</summary>
    public const int NarrowWidth = 480;

    /// <summary>Makes a figure.</summary>
    /// <param name="figure">The picture; its theme does not matter.</param>
    /// <param name="description">Says what is to be seen, for those who do not see it; also the caption.</param>
    /// <exception cref="ArgumentException">No description.</exception>
    public ReportFigure(Figure figure, string description)
    {
        ArgumentNullException.ThrowIfNull(figure);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        (Figure, Description) = (figure, description);
    }

    /// <summary>The picture.</summary>
    public Figure Figure { get; }

    /// <summary>Says what is to be seen.</summary>
    public string Description { get; }

    /// <summary>The same in a narrow shape, for pages that are narrower than the picture; null, the default, makes the picture smaller
    /// there.</summary>
    public Figure? Narrow { get; init; }

    /// <summary>Whether the description stands below the picture too; default true.</summary>
    public bool HasCaption { get; init; } = true;

    internal override void Write(HtmlWriter page) => page.Figure(this);

    internal override void Write(MarkdownWriter page) { }
}
