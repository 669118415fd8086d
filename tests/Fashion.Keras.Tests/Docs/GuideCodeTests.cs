using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Docs;

/// <summary>
/// Every block of C# in these guides is code of <see cref="GuideCode"/>, here or in the tests of a package, which is compiled and run.
/// </summary>
public sealed partial class GuideCodeTests
{
    [Theory]
    [InlineData("applications.md")]
    [InlineData("cancellation.md")]
    [InlineData("data.md")]
    [InlineData("engines.md")]
    [InlineData("experiments.md")]
    [InlineData("extending.md")]
    [InlineData("functional-models.md")]
    [InlineData("image-files.md")]
    [InlineData("onnx.md")]
    [InlineData("plots.md")]
    [InlineData("recurrent.md")]
    [InlineData("reports.md")]
    [InlineData("scale-out.md")]
    [InlineData("seeds.md")]
    [InlineData("serving.md")]
    [InlineData("tables-and-text.md")]
    [InlineData("tables.md")]
    [InlineData("tensorboard.md")]
    [InlineData("training-steps.md")]
    [InlineData("transfer-learning.md")]
    [InlineData("values-and-functions.md")]
    public void Guide_CodeBlocks_AreCompiledCode(string guide)
    {
        string[] compiled =
            [.. Region().Matches(Source()).Where(m => m.Groups[1].Value == guide).Select(m => CodeText.OnOneLine(m.Groups[2].Value))];
        string[] shown =
            [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", guide)))
                .Select(m => CodeText.OnOneLine(m.Groups[1].Value))];
        Assert.NotEmpty(shown);
        Assert.Equal(shown.Order(StringComparer.Ordinal), compiled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void FSharpGuide_CodeBlocks_AreTheSample()
    {
        string[] shown =
            [.. FSharpBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "guides", "fsharp.md")))
                .Select(m => m.Groups[1].Value.Trim())];
        string sample = Path.Combine(Repository.Root, "samples", "FSharpTutorial");
        Assert.Equal(
            new[] { "Program.fs", "Functional.fs" }.Select(
                file => File.ReadAllText(Path.Combine(sample, file)).ReplaceLineEndings("\n").Trim()),
            shown.Select(code => code.ReplaceLineEndings("\n")));
    }

    private static string Source([CallerFilePath] string here = "") => string.Concat(
        Directory.GetFiles(Path.GetDirectoryName(here)!, "GuideCode.*cs")
            .Concat(Directory.GetDirectories(Path.Combine(Repository.Root, "tests"))
                .Select(project => Path.Combine(project, "GuideCode.cs")).Where(File.Exists))
            .Select(File.ReadAllText));

    [GeneratedRegex(@"#region ([\w-]+\.md)\r?\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^```fsharp\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FSharpBlock();

    [GeneratedRegex(@"^```csharp\r?\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
