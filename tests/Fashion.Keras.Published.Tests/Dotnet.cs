using System.Diagnostics;

namespace Fashion.Keras.Published.Tests;

/// <summary>Programs that tests start.</summary>
internal static class Dotnet
{
    /// <summary>Runs a program to its end; gives its exit code and what it printed.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
