using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Reads IDX files, the format of MNIST and its relatives: four bytes (0, 0, element type, rank), the sizes as 32-bit
/// big-endian numbers, then the elements, big-endian, row-major. Gzip-compressed files are read as they are.
/// Source: yann.lecun.com/exdb/mnist.
/// </summary>
public static class IdxFile
{
    private const int MaximumRank = 32;

    // 1 GiB: a small packed file cannot fill the memory.
    private const int MostBytes = 1 << 30;

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">The file's element type: byte, sbyte, short, int, float or double.</typeparam>
    /// <param name="path">The file, plain or gzip-compressed.</param>
    /// <returns>A tensor of the file's shape; a file without axes gives one of shape (1).</returns>
    /// <exception cref="InvalidDataException">The file is not IDX, holds another element type, or is shorter or longer than its header
    /// says.</exception>
    public static Tensor<T> Read<T>(string path) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse<T>(Unpack(path), path);
    }

    /// <summary>Reads the content of a file that is already in memory and not compressed.</summary>
    /// <typeparam name="T">The element type: byte, sbyte, short, int, float or double.</typeparam>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">Not IDX, another element type, or another length than the header says.</exception>
    public static Tensor<T> Parse<T>(ReadOnlySpan<byte> content, string name = "IDX data") where T : unmanaged
    {
        nint[] lengths = Header<T>(content, name, out int header, out int size);
        ReadOnlySpan<byte> body = content[header..];
        var values = new T[body.Length / size];
        body.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        if (BitConverter.IsLittleEndian) ReverseBytes(values, size);
        return Tensor.Create(values, lengths);
    }

    /// <summary>The bytes of an unpacked file as a tensor that stands on the file's own array: nothing is copied.</summary>
    internal static Tensor<byte> Bytes(byte[] content, string name)
    {
        nint[] lengths = Header<byte>(content, name, out int header, out _);
        return Tensor.Create(content, header, lengths, []);
    }

    // The sizes, checked against the real length, so that nothing is allocated on the header's word.
    private static nint[] Header<T>(ReadOnlySpan<byte> content, string name, out int header, out int size) where T : unmanaged
    {
        if (content.Length < 4 || content[0] != 0 || content[1] != 0)
            throw new InvalidDataException($"{name} is no IDX file: it does not begin with two zero bytes, an element type and a rank.");
        (Type type, size) = content[2] switch
        {
            0x08 => (typeof(byte), 1),
            0x09 => (typeof(sbyte), 1),
            0x0B => (typeof(short), 2),
            0x0C => (typeof(int), 4),
            0x0D => (typeof(float), 4),
            0x0E => (typeof(double), 8),
            _ => throw new InvalidDataException($"{name} names the element type 0x{content[2]:X2}; known are 0x08 (byte), 0x09 (sbyte), " +
                "0x0B (short), 0x0C (int), 0x0D (float), 0x0E (double)."),
        };
        if (type != typeof(T)) throw new InvalidDataException($"{name} holds elements of type {type.Name}, not {typeof(T).Name}.");
        int rank = content[3];
        if (rank > MaximumRank) throw new InvalidDataException($"{name} claims {rank} axes; at most {MaximumRank} are read.");
        header = 4 + 4 * rank;
        if (content.Length < header) throw new InvalidDataException($"{name} ends inside its header of {header} bytes.");

        var lengths = new nint[rank];
        for (int i = 0; i < rank; i++) lengths[i] = (nint)BinaryPrimitives.ReadUInt32BigEndian(content[(4 + 4 * i)..]);
        UInt128 count = 1;
        foreach (nint length in lengths)
        {
            count *= (UInt128)length;
            if (count > (UInt128)content.Length) break;
        }
        if (lengths.Contains(0)) count = 0;
        int body = content.Length - header;
        if (count * (UInt128)size != (UInt128)body)
            throw new InvalidDataException(
                $"{name} says it holds {string.Join(" x ", lengths)} elements of {size} byte(s), but {body} bytes follow its header.");
        // A tensor without axes is empty in the base class library; a single number becomes a list of one.
        return rank == 0 ? [1] : lengths;
    }

    /// <summary>The whole content of a file, unpacked if it is gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name, for messages; null for the path.</param>
    /// <param name="limit">Most bytes of the content; 1 GiB unless more is known.</param>
    /// <exception cref="InvalidDataException">It is damaged, has more, or is no file with contents: a device or a pipe may never
    /// end.</exception>
    internal static byte[] Unpack(string path, string? name = null, int limit = MostBytes)
    {
        name ??= path;
        // Opening a pipe would block until it has a writer, so the length is asked for first. Devices and pipes have none, and are refused.
        RegularFile.Length(path);
        using FileStream file = File.OpenRead(path);
        bool gzip = IsGzip(file);
        if (!gzip && file.Length > limit) throw new InvalidDataException($"{name} has {file.Length} bytes, more than {limit}.");
        try
        {
            using Stream content = gzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            return StreamBytes.ReadToEnd(content, gzip ? UnpackedLength(file) : file.Length, limit)
                ?? throw new InvalidDataException($"{name} unpacks to more than {limit} bytes.");
        }
        catch (InvalidDataException e) when (gzip && e.InnerException is null && !e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} is a damaged gzip file: {e.Message}", e);
        }
    }

    private static bool IsGzip(FileStream file)
    {
        bool gzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return gzip;
    }

    // The last four bytes of a gzip file tell the length of what it holds (RFC 1952): one array of the right size instead of a
    // growing one. Where they lie the array is as large as the file could fill (deflate packs 1,032 to 1 at best), and cut or grown.
    private static long UnpackedLength(FileStream file)
    {
        if (file.Length < 18) return 0;
        Span<byte> tail = stackalloc byte[4];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        file.Position = 0;
        return Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(tail), file.Length * 1032);
    }

    private static void ReverseBytes<T>(T[] values, int size) where T : unmanaged
    {
        switch (size)
        {
            case 2:
                Span<short> shorts = MemoryMarshal.Cast<T, short>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<int> ints = MemoryMarshal.Cast<T, int>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(ints, ints);
                break;
            case 8:
                Span<long> longs = MemoryMarshal.Cast<T, long>(values.AsSpan());
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
        }
    }
}
