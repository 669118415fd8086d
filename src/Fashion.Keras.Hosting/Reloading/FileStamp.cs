namespace Fashion.Keras.Hosting.Reloading;

/// <summary>What tells one state of a file from another; the default where there is no file.</summary>
internal readonly record struct FileStamp(DateTime Time, long Length)
{
    public static FileStamp Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
