namespace Fashion.Keras.Reporting;

/// <summary>The page of Markdown around the sections.</summary>
internal static class MarkdownPage
{
    public static string Of(Report report)
    {
        var page = new MarkdownWriter();
        page.Heading(1, report.Title);
        if (report.Introduction is { } introduction) page.Paragraphs(introduction);
        // A section of nothing but figures has nothing to show here.
        foreach (ReportSection section in report.Sections.Where(s => s.Blocks.Count == 0 || !s.Blocks.All(IsFigure)))
        {
            page.Heading(2, section.Heading);
            foreach (ReportBlock block in section.Blocks) block.Write(page);
        }
        return page.ToString();
    }

    /// <summary>Whether a block is figures and what is said about them.</summary>
    public static bool IsFigure(ReportBlock block) => block is ReportFigure or ReportText { IsAboutFigures: true }
        || block is ReportGroup group && group.Blocks.All(IsFigure);
}
