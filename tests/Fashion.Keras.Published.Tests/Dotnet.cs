using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Published.Tests;

/// <summary>Programs that tests start.</summary>
internal static partial class Dotnet
{
    /// <summary>The name of this machine's runtime.</summary>
    public static string Runtime =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Skips a test whose program failed because a package that publishing takes cannot be had.</summary>
    public static void SkipWithoutPackages(int code, string output)
    {
        if (code != 0 && MissingPackage().Match(output) is { Success: true } missing)
            Assert.Skip($"a package that publishing takes cannot be had: {missing.Value}");
    }

    /// <summary>Runs a program to its end; gives its exit code and what it printed.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments) => RunIn("", program, arguments);

    /// <summary>Runs a program in a folder to its end; gives its exit code and what it printed.</summary>
    public static (int Code, string Output) RunIn(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    [GeneratedRegex("error NU1(101|102|103|301|302).*")]
    private static partial Regex MissingPackage();
}
