using System.IO.Compression;
using System.Numerics.Tensors;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Reads files of several named NumPy arrays (<c>.npz</c>, a ZIP file of <c>.npy</c> files). An array is unpacked when it is asked
/// for, at most 1 GiB. Arrays of Python objects are refused, and nothing that a file holds is executed.
/// </summary>
public sealed class NpzFile
{
    private const int MostEntries = 10_000;

    private readonly byte[] _content;
    private readonly string _name;

    private NpzFile(byte[] content, string name)
    {
        (_content, _name) = (content, name);
        Names = Open(zip => zip.Entries.Count <= MostEntries
            ? (string[])[.. zip.Entries.Where(e => e.FullName.EndsWith(".npy", StringComparison.Ordinal)).Select(e => e.FullName[..^4])]
            : throw new InvalidDataException($"{name} has {zip.Entries.Count} entries; at most {MostEntries} are read."));
    }

    /// <summary>Names of the arrays, in the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, at most 1 GiB.</param>
    /// <exception cref="InvalidDataException">No ZIP file, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NpzFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(RegularFile.Read(path, NpyFile.MostBytes), path);
    }

    /// <summary>Opens the content of a file that is already in memory.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">No ZIP file, or damaged.</exception>
    public static NpzFile Parse(byte[] content, string name = "NPZ data")
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(content, name);
    }

    /// <summary>An array by its name.</summary>
    /// <typeparam name="T">Its element type: bool, byte, sbyte, short, ushort, int, uint, long, ulong, Half, float or double.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">No such array, another element type, or a damaged one.</exception>
    public Tensor<T> Get<T>(string name) where T : unmanaged => Array(name).ToTensor<T>();

    /// <summary>An array by its name, as it lies in the file.</summary>
    internal NpyArray Array(string name) => Open(zip =>
    {
        string entry = name + ".npy";
        ZipArchiveEntry[] found = [.. zip.Entries.Where(e => e.FullName == entry)];
        if (found.Length != 1) throw new InvalidDataException($"{_name} has {(found.Length == 0 ? "no" : "more than one")} array " +
            $"'{name}'; it has {string.Join(", ", Names.Take(20))}.");
        using Stream stream = found[0].Open();
        // The length is a claim; deflate packs 1,032 to 1 at best.
        long expected = Math.Min(found[0].Length, found[0].CompressedLength * 1032 + 64);
        byte[] content = StreamBytes.ReadToEnd(stream, Math.Max(0, expected), NpyFile.MostBytes)
            ?? throw new InvalidDataException($"{_name}: '{name}' unpacks to more than {NpyFile.MostBytes} bytes.");
        return NpyArray.Parse(content, $"{_name}: '{name}'");
    });

    private T Open<T>(Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(_content, writable: false));
            return read(zip);
        }
        catch (Exception e) when (e is InvalidDataException && !e.Message.StartsWith(_name, StringComparison.Ordinal)
            || e is EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{_name} is no NPZ file, or a damaged one: {e.Message}", e);
        }
    }
}
