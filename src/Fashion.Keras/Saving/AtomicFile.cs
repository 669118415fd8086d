namespace Fashion.Keras.Saving;

/// <summary>
/// Writes files so that no reader ever sees half of one: into a temporary file next to it, flushed to disk, then renamed over
/// the old one. Whatever kills the process, the old file or the new one is there, whole.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Replaces a file; its folder is created when missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the contents; when it throws, the old file stays as it was.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full) ?? throw new ArgumentException($"'{path}' is a folder, not a file.", nameof(path));
        MakeFolder(path);
        // Random names: two processes that write the same file must not share a temporary one.
        string temporary = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}{TemporarySuffix}");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e)
        {
            Delete(temporary);
            if (e is IOException or UnauthorizedAccessException) throw new IOException($"'{path}' cannot be written: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Makes the folder of a file that is about to be written.</summary>
    /// <exception cref="IOException">It cannot be made; the message names the file.</exception>
    public static void MakeFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { Length: > 0 } folder) return;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new IOException($"'{path}' cannot be written: its folder '{folder}' cannot be made ({e.Message})", e);
        }
    }

    // What is wrong with the disk was said already.
    private static void Delete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    /// <summary>Removes what a killed process left behind in a folder.</summary>
    /// <param name="path">The file that it was writing; <c>*</c> in its name stands for anything.</param>
    public static void RemoveLeftovers(string path)
    {
        string full = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder)) return;
        foreach (string leftover in Directory.EnumerateFiles(folder, $".{Path.GetFileName(full)}.*{TemporarySuffix}"))
            if (!IsBeingWritten(leftover)) File.Delete(leftover);
    }

    // Another living process has it open for itself alone.
    private static bool IsBeingWritten(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
