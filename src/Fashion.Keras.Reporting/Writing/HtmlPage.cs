using Fashion.Keras.Plotting.Drawing;

namespace Fashion.Keras.Reporting;

/// <summary>The page of HTML around the sections. Its policy forbids to load anything or to run a script.</summary>
internal static class HtmlPage
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static readonly Lazy<string> Style = new(() =>
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("page.css")!);
        return $"{reader.ReadToEnd().ReplaceLineEndings("\n").Trim()}\n@media (prefers-color-scheme: dark) {{ {ThemeColors.DarkRules} }}";
    });

    public static string Of(Report report)
    {
        var page = new HtmlWriter();
        page.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">");
        page.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light " +
            "dark\">");
        page.Line($"<title>{report.Title}</title>");
        page.Raw($"<style>\n{Style.Value}\n</style>\n</head>\n<body>\n<header>");
        page.Line($"<h1>{report.Title}</h1>");
        if (report.Introduction is { } introduction) page.Paragraphs(introduction);
        page.Raw("</header>");
        if (report.Sections.Count > 1)
        {
            page.Raw("<nav aria-label=\"Sections\">\n<ul>");
            for (int i = 0; i < report.Sections.Count; i++) page.Line($"<li><a href=\"#s{i + 1}\">{report.Sections[i].Heading}</a></li>");
            page.Raw("</ul>\n</nav>");
        }
        page.Raw("<main>");
        for (int i = 0; i < report.Sections.Count; i++)
        {
            page.Line($"<section id=\"s{i + 1}\" aria-labelledby=\"h{i + 1}\">\n<h2 id=\"h{i + 1}\">{report.Sections[i].Heading}</h2>");
            page.Blocks(report.Sections[i].Blocks);
            page.Raw("</section>");
        }
        page.Raw("</main>\n</body>\n</html>");
        return page.ToString();
    }
}
