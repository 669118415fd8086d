using System.Xml.Linq;
using Fashion.Keras.Experiments;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Reporting.Tests;

public sealed class StudyReportTests
{
    private static readonly StudyResult WriteUp = StudyResult.Load(Path.Combine(Repository.Root, "docs", "study", "writeup.runs.jsonl"),
        new(minAccuracy: 0.89, maxLoss: 0.33));

    private static string[] Headings(XElement body) => [.. body.Descendants("h2").Select(h => h.Value)];

    private static string[] Row(XElement body, string caption, string first) =>
        [.. body.Descendants("table").Single(t => t.Element("caption")!.Value == caption).Element("tbody")!.Elements("tr")
            .First(r => r.Element("th")!.Value == first).Elements().Select(c => c.Value)];

    [Fact]
    public void Sections_AreThere_WithTheValuesOfTheStudy()
    {
        string html = WriteUp.ToReport().ToHtml();
        XElement body = Pages.Checked(html);
        Assert.InRange(html.Length, 1, 500_000);
        Assert.Equal(["Summary", "Variants", "Differences", "Spread", "Curves", "All runs", "Settings", "Environment"], Headings(body));
        Statistic final = WriteUp["final"].Accuracy;
        Assert.Equal(["final", "5", $"{final.Mean:F4}", $"{final.StandardDeviation:F4}", $"{final.Min:F4}", $"{final.Max:F4}"],
            Row(body, "accuracy: spread over the runs of a variant", "final"));
        PairedDifference difference = WriteUp.Difference("final", "tutorial");
        Assert.Equal(["final", "tutorial", "5", $"+{difference.Mean:F4}", $"{difference.Statistic.StandardDeviation:F4}",
            $"+{difference.Lower:F4} to +{difference.Upper:F4}", "yes"],
            Row(body, "accuracy: variant minus baseline, seed by seed", "final"));
        Assert.Equal("5 of 5 (100 %)", Row(body, "Variants: means over their runs", "final")[^1]);
        Assert.Equal(60, body.Descendants("details").Single().Descendants("tbody").Single().Elements().Count());
        Assert.Contains(body.Descendants("dd"), d => d.Value == "60");
        Assert.Equal(2 * 2 + 2 * 12, body.Descendants().Count(e => e.Name.LocalName == "svg"));
    }

    [Fact]
    public void SameInput_SameText()
    {
        Assert.Equal(WriteUp.ToReport().ToHtml(), WriteUp.ToReport().ToHtml());
        Assert.Equal(WriteUp.ToReport().ToMarkdown(), WriteUp.ToReport(new() { Plots = false }).ToMarkdown());
    }

    [Fact]
    public void Markdown_HasTheTablesOfThePage()
    {
        Report report = WriteUp.ToReport();
        string markdown = report.ToMarkdown();
        XElement body = Pages.Checked(report.ToHtml());
        Assert.Equal(body.Descendants("table").Count(), markdown.Split('\n').Count(l => l.StartsWith("|---", StringComparison.Ordinal)));
        Assert.All(body.Descendants("caption"), c => Assert.Contains($"**{c.Value}**", markdown, StringComparison.Ordinal));
        Assert.Contains($"| final | {string.Join(" | ", Row(body, "loss: spread over the runs of a variant", "final")[1..])} |", markdown,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Options_AreHonoured()
    {
        Report report = WriteUp.ToReport(new()
        {
            Title = "Rates",
            Introduction = "One.\n\nTwo.",
            Texts = { [StudySection.Bars] = "About bars.", [StudySection.Settings] = "About settings." },
            Mark = new(minAccuracy: 0.95),
            Variants = ["final", "dropout-0.25"],
            Metrics = ["loss", "stopped_epoch"],
            Baseline = "book",
            Confidence = 0.9,
        });
        report.Sections.Insert(1, new ReportSection("Published") { new ReportTable("Theirs", "variant",
            "accuracy") { { "final", "0.9150" } } });
        XElement body = Pages.Checked(report.ToHtml());
        Assert.Equal(("Rates", "Published"), (body.Descendants("h1").Single().Value, Headings(body)[1]));
        Assert.Equal(["One.", "Two."], body.Element("header")!.Elements("p").Select(p => p.Value));
        Assert.Equal(10, body.Descendants("details").Single().Descendants("tbody").Single().Elements().Count());
        Assert.Equal("0 of 5 (0 %)", Row(body, "Variants: means over their runs", "final")[^1]);
        PairedDifference difference = WriteUp.Difference("final", "book", "loss", 0.9);
        Assert.Equal($"+{difference.Lower:F4} to +{difference.Upper:F4}",
            Row(body, "loss: variant minus baseline, seed by seed", "final")[5]);
        Assert.Contains(body.Descendants("p"), p => p.Value == "About bars.");
        Assert.Contains(body.Descendants("p"), p => p.Value.Contains("90 %", StringComparison.Ordinal));
        Assert.Equal(["final", "dropout-0.25"], body.Descendants("h3").Select(h => h.Value));

        string none = WriteUp.ToReport(new() { Plots = false, Comparisons = [] }).ToHtml();
        Assert.Equal(["Summary", "Variants", "All runs", "Settings", "Environment"], Headings(Pages.Checked(none)));
        Assert.Equal(2, WriteUp.ToReport(new() { Comparisons = [("final", "book"), ("book", "final")], Metrics = ["accuracy"] })
            .Sections[2].Blocks.OfType<ReportTable>().Single().Rows.Count);
    }

    [Fact]
    public void Options_ThatDoNotFit_AreRefused()
    {
        Assert.Throws<KeyNotFoundException>(() => WriteUp.ToReport(new() { Variants = ["none"] }));
        Assert.Throws<KeyNotFoundException>(() => WriteUp.ToReport(new() { Baseline = "none" }));
        Assert.Throws<KeyNotFoundException>(() => WriteUp.ToReport(new() { Comparisons = [("final", "none")] }));
        Assert.Throws<ArgumentException>(() => WriteUp.ToReport(new() { Comparisons = [], Baseline = "final" }));
        Assert.Throws<ArgumentException>(() => WriteUp.ToReport(new() { Metrics = ["none"] }));
    }
}
