using System.Diagnostics;

namespace Fashion.Keras.Tests.Support;

/// <summary>Tests of this program, run in a process of their own: under other settings, or because they may end it.</summary>
internal static class ChildTests
{
    /// <summary>What a child left: its exit code, and what it wrote.</summary>
    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>Runs tests and waits.</summary>
    /// <param name="arguments">Arguments of the test program: <c>-class</c> or <c>-method</c>, and a full name, as often as one
    /// likes.</param>
    /// <param name="environment">Environment variables for the child alone.</param>
    public static async Task<Result> Run(IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(ChildTests).Assembly.Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(cancellation);
        string output = await child.StandardOutput.ReadToEndAsync(cancellation);
        await child.WaitForExitAsync(cancellation);
        return new Result(child.ExitCode, output, await errors);
    }
}
