using System.Diagnostics;

namespace Fashion.Keras.Tests.Support;

/// <summary>Python with h5py (Debian: python3-h5py), an HDF5 reader and writer that shares no code with ours.</summary>
internal static class H5py
{
    private static readonly Lazy<string?> Python = new(() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(p => Try(p, "import h5py") is not null));

    /// <summary>What a script prints; the test is skipped where there is no h5py.</summary>
    public static string Run(string script, params string[] arguments)
    {
        if (Python.Value is null) Assert.Skip("h5py is not installed (Debian: python3-h5py)");
        return Try(Python.Value!, script, arguments) ?? throw new InvalidOperationException("the Python script failed");
    }

    private static string? Try(string python, string script, params string[] arguments)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-c", script, .. arguments]) start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
