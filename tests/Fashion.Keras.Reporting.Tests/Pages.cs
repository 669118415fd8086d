using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fashion.Keras.Reporting.Tests;

/// <summary>What holds for every page.</summary>
internal static partial class Pages
{
    /// <summary>The body as elements, after a look at what all pages must have.</summary>
    public static XElement Checked(string html)
    {
        if (Environment.GetEnvironmentVariable("KEEP_REPORTS") is { Length: > 0 } keep)
            File.WriteAllText(Path.Combine(keep, $"{TestContext.Current.TestMethod!.MethodName}.{Guid.NewGuid():N}.html"), html);
        int start = html.IndexOf("<body>", StringComparison.Ordinal), end = html.LastIndexOf("</body>", StringComparison.Ordinal);
        XElement body = XElement.Parse(html[start..(end + "</body>".Length)]);
        Assert.DoesNotContain(body.Descendants(), e =>
            e.Name.LocalName is "script" or "link" or "iframe" or "object" or "img" or "image" or "style");
        Assert.DoesNotContain(body.Descendants().Attributes(), a => a.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
            || a.Name.LocalName is "src" or "style");
        Assert.All(body.Descendants().Attributes().Where(a => a.Name.LocalName == "href"), a =>
            Assert.StartsWith("#", a.Value, StringComparison.Ordinal));
        Assert.DoesNotMatch(Load(), html[..start]);
        Assert.All(body.Descendants().Attributes("clip-path"), a => Assert.StartsWith("url(#", a.Value, StringComparison.Ordinal));
        string[] ids = [.. body.Descendants().Attributes("id").Select(a => a.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(body.Descendants().Attributes().Where(a => a.Name.LocalName is "clip-path" or "href"), a =>
            Assert.Contains(a.Value.Trim("url()#".ToCharArray()), ids));
        Assert.All(body.Descendants().Attributes("aria-labelledby"), a => Assert.Contains(a.Value, ids));
        Assert.Single(body.Descendants("h1"));
        Assert.All(body.Descendants("table"), table =>
        {
            Assert.NotEmpty(table.Element("caption")!.Value);
            Assert.Equal("scroll", table.Parent!.Attribute("class")!.Value);
            Assert.All(table.Descendants("th"), th => Assert.Contains(th.Attribute("scope")!.Value, new[] { "col", "row" }));
        });
        Assert.All(body.Descendants().Where(e => e.Name.LocalName == "svg"), svg =>
            Assert.True(svg.Attribute("role")?.Value == "img" && svg.Attribute("aria-label")?.Value.Length > 0));
        return body;
    }

    [GeneratedRegex(@"url\(|@import|://|<script|<link")]
    private static partial Regex Load();
}
