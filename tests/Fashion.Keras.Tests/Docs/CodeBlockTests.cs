using System.Text.RegularExpressions;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>
/// Every block of C# in the documents and readmes is part of a file that is compiled: a test, a sample or a consumer's program.
/// </summary>
public sealed partial class CodeBlockTests
{
    private static readonly Lazy<string[]> Compiled = new(() =>
    [
        .. Sources("tests", "GuideCode*.cs"), .. Sources("tests", "DocumentCode.cs"), .. Sources("tests", "PackageCode.cs"),
        .. Sources("samples", "*.cs"),
    ]);

    public static IEnumerable<TheoryDataRow<string>> Documents =>
        from path in (string[])["README.md", .. Files("docs", "*.md"), .. Files("eng", "*.md"), .. Files("src", "README.md")]
        where Block().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, path)))
        select new TheoryDataRow<string>(path);

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_CodeBlocks_AreCompiled(string document)
    {
        string[] uncompiled =
        [
            .. from block in Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
               let code = Plain(Usings().Replace(block.Groups[1].Value, ""))
               where !Compiled.Value.Any(source => source.Contains(code, StringComparison.Ordinal))
               select code,
        ];
        Assert.Empty(uncompiled);
    }

    [Fact]
    public void Document_ACodeBlockThatIsNowhere_IsFound() =>
        Assert.DoesNotContain(Compiled.Value, source => source.Contains("model." + "Train();", StringComparison.Ordinal));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string folder, string pattern) =>
        Files(folder, pattern).Select(path => Plain(File.ReadAllText(Path.Combine(Repository.Root, path))));

    // Indentation differs: in a document code begins at the edge.
    private static string Plain(string code) =>
        string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)) + "\n";

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;\r?\n", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
