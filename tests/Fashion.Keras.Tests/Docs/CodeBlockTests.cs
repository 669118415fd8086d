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
    public void Document_CodeBlocks_AreCompiled(string document) =>
        Assert.Empty(Uncompiled(File.ReadAllText(Path.Combine(Repository.Root, document))));

    [Fact]
    public void Uncompiled_GivesBlocksThatAreNowhere()
    {
        string known = Block().Match(File.ReadAllText(Path.Combine(Repository.Root, "README.md"))).Value;
        string nowhere = "model.Train" + "(x, y);";

        Assert.Equal([nowhere], Uncompiled($"{known}\n\n```csharp\n{nowhere}\n```\n"));
    }

    private static string[] Uncompiled(string markdown) =>
    [
        .. from block in Block().Matches(markdown)
           let code = CodeText.OnOneLine(Usings().Replace(block.Groups[1].Value, ""))
           where !Compiled.Value.Any(source => source.Contains(code, StringComparison.Ordinal))
           select code,
    ];

    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
        .Select(path => Path.GetRelativePath(Repository.Root, path))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Sources(string folder, string pattern) =>
        Files(folder, pattern).Select(path => CodeText.OnOneLine(File.ReadAllText(Path.Combine(Repository.Root, path))));

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^using [\w.]+;\r?\n", RegexOptions.Multiline)]
    private static partial Regex Usings();
}
