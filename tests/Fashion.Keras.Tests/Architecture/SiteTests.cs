using System.Text.RegularExpressions;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>The site leads to every page of <c>docs</c> and to every sample, and nowhere else.</summary>
public sealed partial class SiteTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    [Fact]
    public void Contents_NameEveryPageOnce()
    {
        string[] named = [.. Reference().Matches(File.ReadAllText(Path.Combine(Docs, "toc.yml"))).Select(m => m.Groups[1].Value)];
        string[] pages = [.. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Docs, path).Replace('\\', '/'))];
        Assert.Equal(pages.Order(StringComparer.Ordinal),
            named.Where(name => !name.StartsWith("../", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(named, name => Assert.True(File.Exists(Path.Combine(Docs, name)), name));
    }

    [Theory]
    [InlineData("samples/README.md", "")]
    [InlineData("eng/site/samples.md", "../../samples/")]
    public void Indexes_NameEverySample(string index, string prefix)
    {
        string text = File.ReadAllText(Path.Combine(Repository.Root, index));
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Where(f => File.Exists(Path.Combine(f, "README.md"))),
            folder => Assert.Contains($"]({prefix}{Path.GetFileName(folder)}/README.md)", text, StringComparison.Ordinal));
    }

    [Fact]
    public void SitesHeader_LeadsToFiles() => Assert.All(
        Reference().Matches(File.ReadAllText(Path.Combine(Repository.Root, "eng", "site", "toc.yml"))).Select(m => m.Groups[1].Value)
            .Where(name => !name.Contains("api/", StringComparison.Ordinal)),
        name => Assert.True(Path.Exists(Path.Combine(Repository.Root, "eng", "site", name)), name));

    // Addresses of registries change, and a link to a page that does not exist yet helps no reader.
    [Fact]
    public void PackageReadmes_LinkToEachOther_NotToRegistries() =>
        Assert.All(Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.Combine(folder, "README.md")),
            readme => Assert.DoesNotMatch(@"\]\(https?://[^)]*/packages/", File.ReadAllText(readme)));

    [GeneratedRegex(@"href: (\S+)")]
    private static partial Regex Reference();
}
