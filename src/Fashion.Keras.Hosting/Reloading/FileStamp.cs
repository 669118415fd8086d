namespace Fashion.Keras.Hosting.Reloading;

/// <summary>
/// What tells one state of a file from another; the default where there is no file. Links are followed, for often it is they that are
/// exchanged: Kubernetes has every file of a volume of settings behind a link to a folder.
/// </summary>
internal readonly record struct FileStamp(DateTime Time, long Length)
{
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
