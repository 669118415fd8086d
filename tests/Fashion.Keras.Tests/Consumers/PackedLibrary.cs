using System.Diagnostics;
using System.Globalization;
using Fashion.Keras.Tests.Support;

namespace Fashion.Keras.Tests.Consumers;

/// <summary>The library and what it depends on as packages in a local feed, and console programs that reference nothing else.</summary>
public sealed class PackedLibrary : IDisposable
{
    private const string Version = "0.1.0-consumer";
    private readonly string _folder = Directory.CreateTempSubdirectory("fashion-keras-consumers").FullName;
    private readonly Lazy<bool> _packed;

    public PackedLibrary() => _packed = new Lazy<bool>(Pack);

    /// <summary>Builds a program against the package and runs it in a folder of its own; gives what it printed.</summary>
    public string BuildAndRun(string program) => Run(Build(program));

    /// <summary>Runs the program that was built in a folder, there; gives what it printed.</summary>
    public static string Run(string folder) => Dotnet(folder, Path.Combine("out", "Consumer.dll"));

    /// <summary>Builds a program against the package; gives its folder.</summary>
    public string Build(string program)
    {
        Assert.True(_packed.Value);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, program)).FullName;
        File.Copy(Path.Combine(Repository.Root, "tests", "Fashion.Keras.Tests", "Consumers", "Programs", program + ".cs"),
            Path.Combine(folder, "Program.cs"));
        File.WriteAllText(Path.Combine(folder, "Consumer.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RestorePackagesPath>{Path.Combine(_folder, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{SharedPackages}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup><PackageReference Include="Fashion.Keras" Version="{Version}" /></ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration><packageSources><add key="local" value="{Path.Combine(_folder, "feed")}" /></packageSources></configuration>
            """);
        Dotnet(folder, "build", "Consumer.csproj", "-c", "Release", "-v", "q", "-o", "out");
        return folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // What was restored for this repository need not be downloaded again.
    private static string SharedPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private bool Pack()
    {
        // The package of HDF5 comes first: the library's asks for it.
        foreach (string project in (string[])["Fashion.Keras.Hdf5", "Fashion.Keras"])
            Dotnet(Repository.Root, "pack", Path.Combine("src", project), "-c", "Release", "-v", "q", "-o", Path.Combine(_folder, "feed"),
                string.Create(CultureInfo.InvariantCulture, $"-p:Version={Version}"), $"-p:BaseOutputPath={Path.Combine(_folder, "bin")}/",
                "-p:ReadyToRunRuntimes=");
        return true;
    }

    private static string Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A server that outlives the build would hold its output open, and the reading here would not end before the server does.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with " +
            $"{process.ExitCode}:\n{output}\n{errors.Result}");
    }
}
