namespace Fashion.Keras.Internal;

/// <summary>Tells files with contents from devices and pipes, which may never end, and whose opening may already wait for ever.</summary>
internal static class RegularFile
{
    /// <summary>Bytes of a file; links are followed.</summary>
    /// <exception cref="InvalidDataException">It has none, as devices and pipes.</exception>
    /// <exception cref="IOException">There is no such file, or it is a folder.</exception>
    public static long Length(string path)
    {
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(target).Length is > 0 and var length ? length : throw new InvalidDataException($"{path} is empty, or a device or a pipe.");
    }
}
