using System.Diagnostics;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Takes the files out of a Debian package, fetched by apt's own client with state and cache directories of its own below the
/// Keras cache: no root, nothing of the system is changed, and it works in a closed network that has a package mirror.
/// </summary>
internal sealed class AptPackage(DatasetArchive archive, DownloadOptions options, string folder)
{
    /// <summary>Fetches and unpacks; null on success, else the reason.</summary>
    public string? Fetch(CancellationToken cancellationToken)
    {
        if (Find("apt-get") is not { } apt || Find("dpkg-deb") is not { } dpkg) return "apt-get and dpkg-deb are not on this machine";
        string work = Path.Combine(Path.GetDirectoryName(folder)!, $".apt-{archive.Folder}-{Environment.ProcessId}-{Guid.NewGuid():N}");
        try
        {
            foreach (string name in (string[])["state/lists/partial", "cache/archives/partial", "tree"])
                Directory.CreateDirectory(Path.Combine(work, name));
            string status = Path.Combine(work, "state", "status");
            File.WriteAllText(status, "");
            string[] privately =
            [
                "-o", $"Dir::State={work}/state", "-o", $"Dir::State::Lists={work}/state/lists", "-o", $"Dir::State::status={status}",
                "-o", $"Dir::Cache={work}/cache", "-o", "Debug::NoLocking=1", "-o", "APT::Sandbox::User=", "-o", "Acquire::Retries=1", "-q",
            ];
            if (Run(apt, work, [.. privately, "update"], out string warning, cancellationToken) is { } failed) return failed;
            // Without any list an update may still end well; what it warned of is the reason why the package is then unknown.
            if (Run(apt, work, [.. privately, "download", archive.DebianPackage!], out _, cancellationToken) is { } reason)
                return warning.Length == 0 ? reason : $"{reason} (before that, apt-get update: {warning})";
            return Unpack(dpkg, work, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private string? Unpack(string dpkg, string work, CancellationToken cancellationToken)
    {
        if (Directory.GetFiles(work, "*.deb").FirstOrDefault() is not { } package) return "apt-get downloaded no package";
        if (Run(dpkg, work, ["-x", package, Path.Combine(work, "tree")], out _, cancellationToken) is { } reason) return reason;
        string source = Path.Combine(work, "tree", "usr", "share", "datasets", archive.Folder);
        foreach (DatasetFile file in archive.Files)
            if (DatasetFolder.FindFile(file, source, out string why) is null) return why;
        Directory.CreateDirectory(folder);
        foreach (DatasetFile file in archive.Files)
            File.Move(Path.Combine(source, file.Name), Path.Combine(folder, file.Name), overwrite: true);
        return null;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(d => d.Length > 0).Select(d => Path.Combine(d, program)).FirstOrDefault(File.Exists);

    // Null when the program ended well, else its last words; these also apart, for warnings.
    private string? Run(string program, string directory, string[] arguments, out string said, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        { WorkingDirectory = directory, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        start.Environment["LC_ALL"] = "C";
        using Process process = Process.Start(start) ?? throw new IOException($"{program} could not be started.");
        process.StandardInput.Close();
        string last = "";
        long heard = Stopwatch.GetTimestamp();
        void Hear(string? line)
        {
            Volatile.Write(ref heard, Stopwatch.GetTimestamp());
            if (!string.IsNullOrWhiteSpace(line) && (last.Length == 0 || line.StartsWith("E:", StringComparison.Ordinal)))
                last = line.Trim();
        }
        process.OutputDataReceived += (_, e) => Hear(null);
        process.ErrorDataReceived += (_, e) => Hear(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // apt is quiet during a large download: three times the patience of a direct one.
        while (!process.WaitForExit(100))
        {
            bool late = Stopwatch.GetElapsedTime(Volatile.Read(ref heard)) > 3 * options.Timeout;
            if (!late && !cancellationToken.IsCancellationRequested) continue;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            cancellationToken.ThrowIfCancellationRequested();
            said = last;
            return $"{Path.GetFileName(program)} {arguments[^1]} said nothing for {3 * options.Timeout.TotalSeconds:0.#} s";
        }
        process.WaitForExit();
        said = last;
        return process.ExitCode == 0 ? null : $"{Path.GetFileName(program)} ended with code {process.ExitCode}: {last}";
    }
}
