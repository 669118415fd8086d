using System.Diagnostics;

namespace Fashion.Keras.Benchmarks;

/// <summary>Other programs, and this one again in a process of its own.</summary>
internal static class ChildProcess
{
    /// <summary>Runs this program with a command line and gives its output.</summary>
    public static string Self(string arguments, params (string Name, string Value)[] environment) =>
        Run(Environment.ProcessPath!,
            (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? $"\"{typeof(ChildProcess).Assembly.Location}\" " : "")
                + arguments, environment);

    /// <summary>Runs a program and gives its output.</summary>
    public static string Run(string program, string arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output
            : throw new InvalidOperationException($"{program} {arguments} ended with code {process.ExitCode}: {output}");
    }
}
