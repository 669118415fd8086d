using System.ComponentModel;
using System.Diagnostics;

namespace Fashion.Keras.Tests.Support;

/// <summary>Python with h5py (Debian: python3-h5py), an HDF5 reader and writer that shares no code with ours.</summary>
internal static class H5py
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Lazy<string?> Python =
        new(() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(p => Start(p, "import h5py", []) is { ExitCode: 0 }));

    private readonly record struct Ended(int ExitCode, string Output, string Errors);

    /// <summary>What a script prints; the test is skipped where there is no h5py.</summary>
    public static string Run(string script, params string[] arguments)
    {
        if (Python.Value is null) Assert.Skip("h5py is not installed (Debian: python3-h5py)");
        Ended ended = Start(Python.Value!, script, arguments)!.Value;
        Assert.True(ended.ExitCode == 0, $"the Python script failed: {ended.Errors}");
        return ended.Output;
    }

    private static Ended? Start(string python, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-c", script, .. arguments]) start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience)) process.Kill();
            process.WaitForExit();
            return new Ended(process.ExitCode, output.Result, errors.Result);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
