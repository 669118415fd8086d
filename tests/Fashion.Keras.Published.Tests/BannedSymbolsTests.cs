using System.Text.RegularExpressions;

namespace Fashion.Keras.Published.Tests;

/// <summary>What <c>src/BannedSymbols.txt</c> names fails a build: one use of each is compiled with the settings of src.</summary>
public sealed partial class BannedSymbolsTests
{
    // One line each, in the order of the file.
    private static readonly string[] Uses =
    [
        "DateTime.Now", "DateTime.Today", "DateTimeOffset.Now", "TimeZoneInfo.Local", "Environment.TickCount", "Environment.TickCount64",
        "Random.Shared", "new Random()", "System.Security.Cryptography.RandomNumberGenerator.GetInt32(2)", "CultureInfo.CurrentCulture",
        "CultureInfo.CurrentUICulture", "CultureInfo.DefaultThreadCurrentCulture", "CultureInfo.DefaultThreadCurrentUICulture",
        "NumberFormatInfo.CurrentInfo", "DateTimeFormatInfo.CurrentInfo", "Thread.CurrentThread.CurrentCulture",
        "Thread.CurrentThread.CurrentUICulture", "StringComparer.CurrentCulture", "StringComparer.CurrentCultureIgnoreCase",
        "StringComparison.CurrentCulture", "StringComparison.CurrentCultureIgnoreCase", "Console.In",
        "Do(() => Thread.Sleep(1))", "Do(() => Thread.Sleep(TimeSpan.Zero))", "Do(() => Environment.Exit(1))",
    ];

    // Further members of a type that is banned as a whole.
    private static readonly string[] OfConsole =
        ["Console.Out", "Console.Error", "Do(() => Console.Write(1))", "Do(() => Console.WriteLine(\"{0}\", 1))", "Console.ReadLine()"];

    [Fact]
    public void EveryEntry_FailsABuild()
    {
        string[] entries = File.ReadAllLines(Path.Combine(Repository.Root, "src", "BannedSymbols.txt"));
        Assert.Equal(entries.Length, Uses.Length);
        foreach ((string entry, string use) in entries.Zip(Uses))
        {
            string member = Member().Match(entry).Groups[1].Value.Split('.').Last(part => part != "#ctor");
            Assert.Contains(member, use, StringComparison.Ordinal);
        }

        using var folder = new TemporaryFolder();
        string src = Path.Combine(Repository.Root, "src");
        File.WriteAllText(folder.File("Uses.csproj"), $"""
            <Project>
              <PropertyGroup>
                <DirectoryPackagesPropsPath>{Path.Combine(Repository.Root, "Directory.Packages.props")}</DirectoryPackagesPropsPath>
              </PropertyGroup>
              <Import Project="{src}/Directory.Build.props" />
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup><GenerateDocumentationFile>false</GenerateDocumentationFile><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """);
        string[] all = [.. Uses, .. OfConsole];
        File.WriteAllText(folder.File("Uses.cs"),
            $$"""
            using System.Globalization;
            internal static class Uses
            {
                public static readonly object?[] All =
                [
            {{string.Join(",\n", all)}}
                ];
                private static int Do(Action action) => action.GetHashCode();
            }
            """.ReplaceLineEndings("\n"));
        (int code, string output) = Dotnet.Run("dotnet", "build", folder.File("Uses.csproj"), "-nologo", "-nodeReuse:false",
            "-p:UseSharedCompilation=false");
        Dotnet.SkipWithoutPackages(code, output);
        Assert.NotEqual(0, code);
        const int First = 6;
        int[] lines = [.. Error().Matches(output).Select(error => int.Parse(error.Groups[1].Value)).Distinct().Order()];
        Assert.True(Enumerable.Range(First, all.Length).SequenceEqual(lines), $"not refused: " +
            $"{string.Join("; ", all.Where((_, i) => !lines.Contains(First + i)))}\n{output}");
    }

    [GeneratedRegex(@"^\w:([\w.#]+)")]
    private static partial Regex Member();

    [GeneratedRegex(@"Uses\.cs\((\d+),\d+\): error RS0030")]
    private static partial Regex Error();
}
