using System.Xml.Linq;
using Fashion.Keras.Experiments;

namespace Fashion.Keras.Reporting.Tests;

/// <summary>Studies that no one wants: they still have a page.</summary>
public sealed class HostileStudyTests
{
    private static XElement Page(StudyResult result, StudyReportOptions? options = null)
    {
        Report report = result.ToReport(options);
        Assert.NotEmpty(report.ToMarkdown());
        return Pages.Checked(report.ToHtml());
    }

    private static string Text(XElement body) => string.Join('\n', body.Descendants("p").Select(p => p.Value));

    [Fact]
    public void Names_OfAllKinds()
    {
        string[] names = ["<script>alert(1)</script>", "\" onload=\"alert(1)", "", " ", new string('x', 5000), "日本語 ünïcödé 🎉 العربية",
            "\u202Eevil", "a\0b\u0001\uD800", "]]>", "<!--", "a\nb", "url(http://x)".Replace("http", "ftp", StringComparison.Ordinal)];
        XElement body = Page(Made.Study(names));
        string[] shown = [.. body.Descendants("h3").Select(h => h.Value)];
        Assert.Equal(names.Length, shown.Length);
        Assert.Equal(["<script>alert(1)</script>", "\" onload=\"alert(1)", "(no name)", "(no name)"], shown[..4]);
        Assert.Equal((new string('x', 50) + "…" + new string('x', 49), names[5], "a\uFFFDb\uFFFD\uFFFD"), (shown[4], shown[5], shown[7]));
        // All of it stands with the settings.
        Assert.Single(body.Descendants("th"), th => th.Value == names[4]);
        Assert.Contains(body.Descendants().Where(e => e.Name.LocalName == "text"), t => t.Value == names[5]);
    }

    [Fact]
    public void Values_ThatAreNoNumbers()
    {
        StudyRun[] runs =
        [
            Made.Run("fine", 0), Made.Run("fine", 1),
            Made.Run("diverged", 0, ("loss", double.NaN), ("accuracy", 0.1)) with { History = new Dictionary<string,
                IReadOnlyList<double>> { ["loss"] = [double.NaN, double.NaN], ["accuracy"] = [0.1, 0.1] } },
            Made.Run("diverged", 1, ("loss", double.PositiveInfinity), ("accuracy", double.NegativeInfinity)) with { Seconds = double.NaN,
                SecondsPerEpoch = double.PositiveInfinity },
            Made.Run("huge", 0, ("loss", 1e300), ("accuracy", 1e-300)), Made.Run("huge", 1, ("loss", -1e300), ("accuracy", double.Epsilon)),
        ];
        XElement body = Page(new("made", runs, new(minAccuracy: 0.89)));
        Assert.Contains("2 of 6 runs ended with a value that is no finite number", Text(body), StringComparison.Ordinal);
        Assert.Contains(body.Descendants("td"), d => d.Value == "NaN");
        Assert.Contains(body.Descendants("td"), d => d.Value == "∞");
    }

    [Fact]
    public void NoRun()
    {
        XElement body = Page(new("made", []), new() { Texts = { [StudySection.Summary] = "Soon." } });
        Assert.Equal("Soon.\nNo run has finished.", Text(body));
    }

    [Fact]
    public void OneRun()
    {
        XElement body = Page(Made.Study(["only"], seeds: 1));
        Assert.Equal(["Summary", "Variants", "Spread", "Curves", "All runs", "Settings", "Environment"], body.Descendants("h2")
            .Select(h => h.Value));
        Assert.Equal("-", body.Descendants("table").ElementAt(1).Descendants("td").ElementAt(2).Value);
        Assert.Contains(Page(Made.Study(["a", "b"], seeds: 1)).Descendants("td"), d => d.Value == "+0.0000" || d.Value == "0.0000");
    }

    [Fact]
    public void FortyVariants()
    {
        StudyResult result = Made.Study([.. Enumerable.Range(0, 40).Select(i => $"variant {i} with a name of several words")], seeds: 5);
        string html = result.ToReport().ToHtml();
        Assert.Equal(40, Pages.Checked(html).Descendants("h3").Count());
        Assert.InRange(html.Length, 1, 1_000_000);
    }

    [Fact]
    public void RunsThatAreMissing_OrLackValues()
    {
        StudyRun[] runs =
        [
            Made.Run("whole", 0), Made.Run("whole", 1), Made.Run("whole", 2),
            Made.Run("stopped", 0),
            Made.Run("elsewhere", 7),
            Made.Run("other", 0, ("mse", 0.5)) with { History = new Dictionary<string, IReadOnlyList<double>>(), BestEpoch = null,
                Machine = null, LibraryVersion = "", Settings = new Dictionary<string, string>(), SettingsHash = "ffff" },
            Made.Run("empty", 0) with { Metrics = new Dictionary<string, double>(), History = new Dictionary<string,
                IReadOnlyList<double>> { ["loss"] = [] } },
        ];
        XElement body = Page(new("made", runs, new(minAccuracy: 0.89, maxLoss: 0.33)));
        string text = Text(body);
        Assert.Contains("stopped (seeds 1, 2, 7)", text, StringComparison.Ordinal);
        Assert.Contains(body.Descendants("td"), d => d.Value.Contains("not recorded", StringComparison.Ordinal));
        // Neither a loss nor an accuracy to judge, so neither met nor missed.
        Assert.Contains(body.Descendants("dd"), d => d.Value.Contains(" of 5 (", StringComparison.Ordinal));
    }

    [Fact]
    public void LongHistories_KeepThePageSmall()
    {
        double[] values = [.. Enumerable.Range(0, 5000).Select(e => 1 / (1.0 + e))];
        StudyRun[] runs = [.. Enumerable.Range(0, 20).Select(s => Made.Run("long", s) with { History = new Dictionary<string,
            IReadOnlyList<double>> { ["loss"] = values, ["val_loss"] = values } })];
        string html = new StudyResult("made", runs).ToReport().ToHtml();
        Pages.Checked(html);
        Assert.InRange(html.Length, 1, 300_000);
    }
}
