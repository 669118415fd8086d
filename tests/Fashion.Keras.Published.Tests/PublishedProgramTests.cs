using System.Diagnostics;
using System.Globalization;

namespace Fashion.Keras.Published.Tests;

/// <summary>
/// A program that reads and writes files and trains is published in each way that .NET knows, without a warning, and does the same:
/// ahead of time, trimmed and as one file. Skipped where the tools are missing: the packages of compiler and runtime, a linker.
/// </summary>
public sealed class PublishedProgramTests(ITestOutputHelper log)
{
    private const int Checks = 11;

    private static readonly string Project = Path.Combine(Repository.Root, "tests", "Fashion.Keras.Published");

    [Fact]
    public void Publish_AheadOfTime_RunsWithoutDynamicCode()
    {
        string? linker = Array.Find(["clang", "gcc"], IsInstalled);
        if (linker is null) Assert.Skip("neither clang nor gcc is installed, which link programs that are compiled ahead of time");
        Assert.Contains("dynamic code: False", Publish("-p:PublishAot=true", $"-p:CppCompilerAndLinker={linker}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_Trimmed_Runs() => Publish("-p:PublishTrimmed=true", "-p:SelfContained=true");

    [Fact]
    public void Publish_AsOneFile_Runs() => Publish("-p:PublishSingleFile=true", "-p:SelfContained=false");

    // Publishes the program, runs it and gives what it printed.
    private string Publish(params string[] properties)
    {
        using var folder = new TemporaryFolder();
        string[] common = [Project, "-r", Dotnet.Runtime, "--artifacts-path", folder.File("artifacts"), "-nodeReuse:false",
            "-p:UseSharedCompilation=false", "-p:NuGetAudit=false", $"-p:LibraryFolder={AppContext.BaseDirectory.TrimEnd('/', '\\')}", .. properties];
        (int code, string output) = Dotnet.Run("dotnet", ["restore", .. common]);
        Dotnet.SkipWithoutPackages(code, output);
        Assert.True(code == 0, output);
        (code, output) = Dotnet.Run("dotnet", ["publish", "-c", "Release", "--no-restore", .. common]);
        Assert.True(code == 0, output);
        Assert.DoesNotMatch("warning|IL[0-9]{4}", output);
        string program =
            Directory.GetFiles(folder.File("artifacts/publish"), OperatingSystem.IsWindows() ? "*.exe" : "Fashion.Keras.Published",
                SearchOption.AllDirectories).Single();
        Directory.CreateDirectory(folder.File("out"));
        long start = Stopwatch.GetTimestamp();
        (code, output) = Dotnet.Run(program,
            [Path.Combine(Repository.Root, "tests", "Fashion.Keras.Tests", "Golden", "files"), folder.File("out")]);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{string.Join(' ', properties)}: {new FileInfo(program).Length / 1e6:F1} MB, ran for " +
            $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms"));
        Assert.True(code == 0, output);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(Checks, lines.Count(line => line.StartsWith("right: ", StringComparison.Ordinal)));
        Assert.Equal(Checks + 1, lines.Length);
        return output;
    }

    private static bool IsInstalled(string tool) =>
        !OperatingSystem.IsWindows() && (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, tool)));
}
