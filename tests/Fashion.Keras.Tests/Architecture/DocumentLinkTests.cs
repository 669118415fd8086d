using System.Text.RegularExpressions;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>Relative links in the repository's Markdown files lead somewhere, their anchors included.</summary>
public sealed partial class DocumentLinkTests
{
    public static IEnumerable<TheoryDataRow<string>> Documents => Directory
        .EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or ".git"))
        .Order(StringComparer.Ordinal)
        .Select(path => new TheoryDataRow<string>(path));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_RelativeLinks_LeadSomewhere(string document) => Assert.Empty(DeadLinks(Path.Combine(Repository.Root, document)));

    [Theory]
    [InlineData("[x](nowhere.md)", "nowhere.md")]
    [InlineData("[x](other.md#no-such-heading)", "other.md#no-such-heading")]
    [InlineData("[x](#absent)", "#absent")]
    public void DeadLinks_OfADeadLink_NameIt(string text, string dead)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("other.md"), "# Where `it` comes from!\n");
        File.WriteAllText(folder.File("this.md"),
            $"[good](other.md#where-it-comes-from), [far](https://example.org/a.md), {text}\n```\n[code](absent.md)\n```\n");
        Assert.Equal([dead], DeadLinks(folder.File("this.md")));
    }

    private static List<string> DeadLinks(string document)
    {
        var dead = new List<string>();
        foreach (Match link in Link().Matches(Fence().Replace(File.ReadAllText(document), "")))
        {
            string target = link.Groups[1].Value;
            // The site resolves names of the API.
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("xref:", StringComparison.Ordinal)) continue;
            string[] parts = target.Split('#', 2);
            string path = parts[0].Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, parts[0]);
            bool exists = File.Exists(path) || Directory.Exists(path);
            if (!exists || (parts.Length == 2 && !Anchors(path).Contains(parts[1]))) dead.Add(target);
        }
        return dead;
    }

    // As sites that show Markdown make them: lower case, without punctuation, dashes for spaces.
    private static IEnumerable<string> Anchors(string document) => Heading().Matches(Fence().Replace(File.ReadAllText(document), ""))
        .Select(h => Punctuation().Replace(h.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
