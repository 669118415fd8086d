namespace Fashion.Keras.Hdf5;

/// <summary>
/// A file that is put together in memory and then written. Numbers may be given when they are needed, so that the file may be
/// larger than the memory. What is written is what HDF5 1.8 and later, h5py and Keras read: superblock version 2, object headers
/// with checksums, links and attributes in the headers, elements in one piece.
/// </summary>
public sealed class H5FileBuilder
{
    private const int BufferBytes = 1 << 16;

    private readonly GroupNode _root = new();

    /// <summary>The outermost group.</summary>
    public H5GroupBuilder Root => new(_root, "/");

    /// <summary>Writes the file to the disk; an old one is replaced, and half of a new one stays when the disk is full.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A dataset was announced with another number of elements than came.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        Save(stream);
    }

    /// <summary>Writes the file to a stream, from its position on and from front to back: the stream need not seek or read.</summary>
    /// <param name="destination">The stream; it stays open. What it throws comes through as it is.</param>
    /// <exception cref="InvalidOperationException">A dataset was announced with another number of elements than came.</exception>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        new FileWriter(_root).Write(destination);
    }
}
