using System.Globalization;
using System.Xml.Linq;
using Fashion.Keras.Plotting;

namespace Fashion.Keras.Reporting.Tests;

public sealed class ReportTests : IDisposable
{
    private const string Hostile = "</td><script>alert('1')</script> & \"x\" | `y` *z* [a](javascript:b) $c$\0\u202E";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Report Everything(string text) => new(text)
    {
        new ReportSection(text)
        {
            new ReportText($"{text}\n\n# {text}\n- {text}"),
            new ReportFacts { { text, text } },
            new ReportTable(text, text, text) { { text, text } },
            new ReportCode($"```{text}\n```", text),
            new ReportGroup(text) { new ReportFigure(Plots.Bars([new(text, [1, 2])], text,
                options: new PlotOptions { Width = 300, Title = text }), text) },
            new ReportGroup(text) { IsCollapsed = true, Blocks = { new ReportText(text) } },
        },
    };

    [Fact]
    public void Html_ShowsTextAsItIs()
    {
        string html = Everything(Hostile).ToHtml(), shown = Hostile.Replace('\0', '\uFFFD');
        XElement body = Pages.Checked(html);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal([shown, shown, shown, shown], (string[])[body.Descendants("h1").Single().Value, body.Descendants("h2").Single()
            .Value, body.Descendants("td").Single().Value, body.Descendants("dd").Single().Value]);
        Assert.Equal($"```{shown}\n```", body.Descendants("pre").Single().Value);
        Assert.Contains(body.Descendants().Attributes("aria-label"), a => a.Value == shown);
    }

    [Fact]
    public void Markdown_ShowsTextAsItIs()
    {
        string[] lines = Everything(Hostile).ToMarkdown().Split('\n');
        const string Escaped = @"&lt;/td&gt;&lt;script&gt;alert('1')&lt;/script&gt; &amp; ""x"" \| \`y\` \*z\* \[a\](javascript:b) \$c\$"
            + "\uFFFD\u202E";
        Assert.Equal($"# {Escaped}", lines[0]);
        Assert.Contains($"\\# {Escaped}", lines);
        Assert.Contains($"\\- {Escaped}", lines);
        Assert.Equal(4, lines.Count(l => l == $"| {Escaped} | {Escaped} |" || l == "|---|---|" || l == $"### {Escaped}"));
        // Longer than those within.
        Assert.Equal(2, lines.Count(l => l == "````"));
    }

    [Theory]
    [InlineData("a_b _c_ snake_case", "a_b \\_c\\_ snake_case")]
    [InlineData("1. first", "1\\. first")]
    [InlineData("-0.5 is less", "\\-0.5 is less")]
    [InlineData("0.5 is more", "0\\.5 is more")]
    public void Markdown_EscapesWhatWouldFormat(string text, string escaped) =>
        Assert.Contains(escaped, new Report("x") { new ReportSection("y") { new ReportText(text) } }.ToMarkdown().Split('\n'));

    [Fact]
    public void Numbers_AreTheSameInEveryCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            string here = Made.Study(["a", "b"]).ToReport().ToHtml();
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NegativeSign = "~" } };
            Assert.Equal(here, Made.Study(["a", "b"]).ToReport().ToHtml());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Save_ReplacesTheFileAsAWhole()
    {
        string path = _folder.File(Path.Combine("new", "report.html"));
        Made.Study(["a"]).SaveReport(path);
        var broken = new Report("x") { new ReportSection("y") { new ReportFigure(Plots.Bars([new("a", [1])], "b",
            options: new PlotOptions { Width = 300 }), "c") } };
        broken.Save(path);
        Assert.Equal(broken.ToHtml(), File.ReadAllText(path));
        Assert.Equal(["report.html"], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        Directory.CreateDirectory(_folder.File("folder.html"));
        Assert.Throws<IOException>(() => broken.Save(_folder.File("folder.html")));
        Assert.Equal(["folder.html", "new"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Mistakes_AreNamed()
    {
        Assert.Throws<ArgumentException>(() => new Report("x").Save(_folder.File("x.pdf")));
        Assert.Throws<ArgumentException>(() => Made.Study(["a"]).SaveReport(_folder.File("x")));
        Assert.Contains("3 cells", Assert.Throws<ArgumentException>(() => new ReportTable("t", "a", "b").Add("1", "2", "3")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ReportTable("t"));
        Assert.Throws<ArgumentException>(() => new Report(" "));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StudyReportOptions { Confidence = 1 });
    }

    [Fact]
    public void Table_OfNumbers_IsFlushRight()
    {
        var table = new ReportTable("t", "name", "value", "text", "mixed") { { "1", "0.5 (0.4 to 0.6)", "a", "1" },
            { "2", "-", "b", "x" }, { "3", "-1", "", "-" } };
        XElement body = Pages.Checked(new Report("x") { new ReportSection("y") { table } }.ToHtml());
        Assert.Equal([null, "n", null, null], body.Descendants("thead").Single().Descendants("th")
            .Select(th => th.Attribute("class")?.Value));
        Assert.Equal("| name | value | text | mixed |\n|---|---|---|---|\n| 1 | 0.5 (0.4 to 0.6) | a | 1 |\n| 2 | - | b | x |\n| 3 | -1 " +
            "|  | - |\n", table.ToMarkdown());
    }
}
