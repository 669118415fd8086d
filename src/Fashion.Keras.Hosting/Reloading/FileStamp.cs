namespace Fashion.Keras.Hosting.Reloading;

/// <summary>
/// How a changed file is recognised: by its real path, the time of its last write and its length. The default value stands for a file
/// that is not there. Links are followed, those of folders on the way included: Kubernetes, for example, mounts the files of a ConfigMap
/// through a linked folder and updates them by pointing that link at a new folder. A file that is overwritten or replaced with one of the
/// same length and the same time is not recognised.
/// </summary>
internal readonly record struct FileStamp(string? RealPath, DateTime Time, long Length)
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    public static FileStamp Of(string path)
    {
        try
        {
            int links = 0;
            var file = new FileInfo(Real(path, ref links));
            return file.Exists ? new FileStamp(file.FullName, file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static string Real(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } folder) return path;
        string here = Path.Combine(Real(folder, ref links), Path.GetFileName(path));
        if (File.ResolveLinkTarget(here, returnFinalTarget: false) is not { } target) return here;
        return ++links <= MostLinks ? Real(target.FullName, ref links) : throw new IOException($"'{path}' goes through too many links.");
    }
}
