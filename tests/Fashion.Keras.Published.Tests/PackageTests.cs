using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Fashion.Keras.Published.Tests;

/// <summary>The packages as users get them: packed and validated from what was built, with all that a package page shows.</summary>
public sealed partial class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>
{
    public static TheoryData<string> Libraries =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_HasWhatItsPageShows(string library)
    {
        using ZipArchive package = feed.Open(library, ".nupkg");
        Assert.NotNull(package.GetEntry("icon.png"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{library}.dll"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{library}.xml"));
        string readme = Text(package.GetEntry("README.md")!);
        Assert.StartsWith($"# {library}\n", readme.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.All(Link().Matches(readme),
            link => Assert.True(Uri.IsWellFormedUriString(link.Groups[1].Value, UriKind.Absolute), link.Value));
        using ZipArchive symbols = feed.Open(library, ".snupkg");
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{library}.pdb"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_AsksForMinimumVersionsOfOthersAndForItsOwnOfOurs(string library)
    {
        using ZipArchive package = feed.Open(library, ".nupkg");
        XElement metadata = XDocument.Parse(Text(package.GetEntry($"{library}.nuspec")!)).Root!.Elements().Single();
        XNamespace space = metadata.Name.Namespace;
        string Value(string name) => metadata.Element(space + name)!.Value;
        Assert.Equal(("MIT", "icon.png", "README.md"), (Value("license"), Value("icon"), Value("readme")));
        Assert.StartsWith(Value("projectUrl"), Value("releaseNotes"), StringComparison.Ordinal);
        Assert.Equal(Value("projectUrl"), metadata.Element(space + "repository")!.Attribute("url")!.Value);
        Assert.InRange(Value("description").Length, 50, 300);
        foreach (XElement dependency in metadata.Descendants(space + "dependency"))
        {
            (string id, string version) = (dependency.Attribute("id")!.Value, dependency.Attribute("version")!.Value);
            if (id.StartsWith("Fashion.Keras", StringComparison.Ordinal)) Assert.Equal($"[{Value("version")}]", version);
            else Assert.Matches(@"^\d+(\.\d+)+$", version);
        }
    }

    // As it is released: the library and those that it refers to are built once more for a runtime, each in a folder of its own.
    [Fact]
    public void Package_WithMachineCode_HasItForTheRuntime()
    {
        using var folder = new TemporaryFolder();
        string project = Path.Combine(Repository.Root, "src", "Fashion.Keras", "Fashion.Keras.csproj");
        (int code, string output) = Dotnet.Run("dotnet", "msbuild", project, "-t:Pack", "-v:q", "-nologo", "-nodeReuse:false",
            "-p:NoBuild=true", "-p:Configuration=Release", "-p:UseSharedCompilation=false", $"-p:PackageOutputPath={folder.File("feed")}/",
            $"-p:ReadyToRunRuntimes={Dotnet.Runtime}", $"-p:ReadyToRunFolder={folder.File("code")}/");
        Dotnet.SkipWithoutPackages(code, output);
        Assert.True(code == 0, output);
        using ZipArchive package = ZipFile.OpenRead(Directory.GetFiles(folder.File("feed"), "*.nupkg").Single());
        long portable = package.GetEntry("lib/net10.0/Fashion.Keras.dll")!.Length;
        long withCode = package.GetEntry($"runtimes/{Dotnet.Runtime}/lib/net10.0/Fashion.Keras.dll")!.Length;
        Assert.InRange(withCode, portable * 3 / 2, long.MaxValue);
    }

    // A user's program: the sample's sources over the package, in a folder that knows nothing of the repository.
    [Fact]
    public void Sample_OverThePackage_BuildsAndRuns()
    {
        using var folder = new TemporaryFolder();
        foreach (string source in Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Sentiment"), "*.cs"))
            File.Copy(source, folder.File(Path.GetFileName(source)));
        File.WriteAllText(folder.File("Sentiment.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Fashion.Keras" Version="{feed.VersionOf("Fashion.Keras")}" /></ItemGroup>
            </Project>
            """);
        // Ours come from the feed into a folder of this test; what they need is where this repository's own packages are.
        string known = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        (int code, string output) = Dotnet.RunIn(folder.File(""), "dotnet", "build", "-c", "Release", "-nologo", "-nodeReuse:false",
            "-p:UseSharedCompilation=false", $"-p:RestoreSources={feed.Folder}", $"-p:RestoreFallbackFolders={known}",
            $"-p:RestorePackagesPath={folder.File("packages")}");
        Dotnet.SkipWithoutPackages(code, output);
        Assert.True(code == 0, output);
        Assert.True(Directory.Exists(folder.File("packages/fashion.keras")), "the package of the feed was not taken");
        (code, output) = Dotnet.RunIn(folder.File(""), "dotnet", folder.File("bin/Release/net10.0/Sentiment.dll"));
        Assert.True(code == 0, output);
        // The numbers depend on how many threads are free.
        Assert.Matches(@"Test accuracy: [01]\.\d\d\d, loss: ", output);
        Assert.Matches(@"[01]\.\d\d  I was not amused\.", output);
        Assert.True(File.Exists(folder.File("sentiment.keras")));
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>All packages, packed without building again. Machine code ahead of time is left out, which takes downloads.</summary>
    public sealed class Feed : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Feed()
        {
            string configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;
            string[] arguments =
            [
                "msbuild", Path.Combine(Repository.Root, "eng", "Packages.proj"), "-v:q", "-nologo", "-nodeReuse:false", "-p:NoBuild=true",
                $"-p:Configuration={configuration}", $"-p:PackageOutputPath={_folder.File("feed")}/", "-p:ReadyToRunRuntimes=",
            ];
            (int code, string output) = Dotnet.Run("dotnet", arguments);
            Assert.True(code == 0, output);
            Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        }

        public string Folder => _folder.File("feed");

        public string VersionOf(string library) => Regex.Match(
            string.Join('\n', Directory.GetFiles(Folder).Select(Path.GetFileName)), $@"^{Regex.Escape(library)}\.(\d.*)\.nupkg$",
            RegexOptions.Multiline).Groups[1].Value;

        public ZipArchive Open(string library, string extension)
        {
            Regex name = new($"/{Regex.Escape(library)}\\.[0-9][^/]*{Regex.Escape(extension)}$");
            return ZipFile.OpenRead(Directory.GetFiles(_folder.File("feed")).Single(file => name.IsMatch(file.Replace('\\', '/'))));
        }

        public void Dispose() => _folder.Dispose();
    }
}
