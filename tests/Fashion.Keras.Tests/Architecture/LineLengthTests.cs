using System.Diagnostics;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Architecture;

/// <summary>Source that fits a screen: lines of at most 140 characters, white space as <c>dotnet format</c> writes it.</summary>
/// <remarks>The programs of consumers are a contract and stay as they were given.</remarks>
public sealed class LineLengthTests
{
    private const int Longest = 140;

    private static readonly string Given = Path.Combine("tests", "Fashion.Keras.Tests", "Consumers", "Programs");

    private static readonly string[] Folders = ["src", "tests", "samples", "eng"];

    [Fact]
    public void Lines_FitIntoTheirWidth() => Expect.None(
        from folder in Folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Repository.Root, file)
        where !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
        where !path.StartsWith(Given, StringComparison.Ordinal)
        from number in LongLines(File.ReadAllLines(file))
        select $"{path}({number})", "Longer than 140 characters");

    [Theory]
    [InlineData("x", 150, 1)]
    [InlineData("x", 140, 0)]
    [InlineData("    \"", 150, 0)]
    [InlineData("    $\"", 150, 0)]
    [InlineData("    Call(\"", 150, 1)]
    [InlineData("    Call(\"\"\"", 150, 0)]
    [InlineData("/// <inheritdoc cref=\"", 150, 0)]
    public void LongLines_CountsWhatCanBeWrapped(string start, int length, int expected) =>
        Assert.Equal(expected, LongLines([start.PadRight(length, 'x')]).Count());

    [Fact]
    public async Task WhiteSpace_IsFormatted()
    {
        string[] arguments = ["format", "whitespace", Repository.Root, "--folder", "--verify-no-changes"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);
    }

    // Texts and references that begin a line cannot be wrapped, nor can the lines of raw strings.
    private static IEnumerable<int> LongLines(string[] lines)
    {
        bool raw = false;
        for (int i = 0; i < lines.Length; i++)
        {
            int marks = lines[i].Split("\"\"\"").Length - 1;
            string start = lines[i].TrimStart(' ', '(', '[', '$', '@', ':', '?');
            bool isText = raw || marks > 0 || start.StartsWith('"') || start.StartsWith("/// <inheritdoc cref", StringComparison.Ordinal);
            if (lines[i].Length > Longest && !isText) yield return i + 1;
            raw ^= marks % 2 == 1;
        }
    }
}
