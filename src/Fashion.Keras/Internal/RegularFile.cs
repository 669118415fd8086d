namespace Fashion.Keras.Internal;

/// <summary>Tells files with contents from devices and pipes, which may never end, and whose opening may already wait forever.</summary>
internal static class RegularFile
{
    /// <summary>Bytes of a file; links are followed.</summary>
    /// <exception cref="InvalidDataException">It has none, as devices and pipes.</exception>
    /// <exception cref="IOException">There is no such file, or it is a folder.</exception>
    public static long Length(string path)
    {
        string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        return new FileInfo(target).Length is > 0 and var length
            ? length
            : throw new InvalidDataException($"{path} is empty, or a device or a pipe.");
    }

    /// <summary>The whole content of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="InvalidDataException">It has more, or none, as devices and pipes.</exception>
    /// <exception cref="IOException">There is no such file, or it is a folder.</exception>
    public static byte[] Read(string path, int limit)
    {
        long length = Length(path);
        if (length > limit) throw new InvalidDataException($"{path} has {length} bytes, more than {limit}.");
        using FileStream file = File.OpenRead(path);
        return StreamBytes.ReadToEnd(file, length, limit) ?? throw new InvalidDataException($"{path} has more than {limit} bytes.");
    }
}
