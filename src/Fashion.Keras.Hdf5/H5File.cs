namespace Fashion.Keras.Hdf5;

/// <summary>
/// An HDF5 file that is being read. Groups are read when they are asked for, numbers only into the arrays that they are asked
/// for. Several threads may read at once. Nothing in a file is believed: every place and size is checked before it is used.
/// </summary>
/// <remarks>Source of the format: "HDF5 File Format Specification", version 3.0, The HDF Group.</remarks>
public sealed class H5File : IDisposable
{
    private readonly Source _source;

    private H5File(Source source, string name, bool ignoreChecksums = false)
    {
        _source = source;
        Name = name;
        try
        {
            (Bytes file, long root) = Superblock.Read(source, name, new FileState { IgnoresChecksums = ignoreChecksums });
            Root = H5Object.Open(this, file.In("/", root), root) as H5Group ?? throw file.Damaged("the root is no group", root);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The eight bytes that HDF5 files start with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Name of the file, as messages say it.</summary>
    public string Name { get; }

    /// <summary>The outermost group.</summary>
    public H5Group Root { get; }

    /// <summary>Opens a file on disk.</summary>
    /// <remarks>
    /// Other programs may rename, delete, replace and overwrite the file while it is open, on Windows as elsewhere. A file that takes its
    /// place under the same name is not seen here: reading goes on in the one that was opened. Overwriting the file itself is seen only
    /// where it breaks a checksum or makes the file shorter; compare the time of its last write before and after reading where programs do
    /// that. On Unix .NET holds a shared advisory lock (<c>flock</c>) meanwhile, which makes h5py refuse to open the file for writing.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="H5FormatException">It is no HDF5 file, is cut off or is damaged at its start.</exception>
    public static H5File Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new H5File(new DiskSource(File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete)), path);
    }

    /// <summary>Opens a file that lies in memory.</summary>
    /// <param name="data">The whole file; it must not change while it is read.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="H5FormatException">It is no HDF5 file, is cut off or is damaged at its start.</exception>
    public static H5File Open(ReadOnlyMemory<byte> data, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new H5File(new MemorySource(data), name);
    }

    /// <summary>Opens a file in a stream.</summary>
    /// <param name="stream">A stream that can seek; the file starts at its position 0.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="leaveOpen">Whether the stream stays open when the file is closed.</param>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    /// <exception cref="H5FormatException">It is no HDF5 file, is cut off or is damaged at its start.</exception>
    public static H5File Open(Stream stream, string name, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return stream.CanSeek ? new H5File(new StreamSource(stream, leaveOpen), name)
            : throw new ArgumentException("The stream must be able to seek.", nameof(stream));
    }

    /// <summary>Opens a file whose checksums may be wrong, so that tests of damaged files come past them.</summary>
    internal static H5File OpenUnchecked(ReadOnlyMemory<byte> data, string name) =>
        new(new MemorySource(data), name, ignoreChecksums: true);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _source.Dispose();
}
