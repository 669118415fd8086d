using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Datasets;

/// <summary>
/// Reads IDX files, the format of MNIST and its relatives: four bytes (0, 0, element type, rank), the sizes as 32-bit
/// big-endian numbers, then the elements, big-endian, row-major. Gzip-compressed files are read as they are.
/// Source: yann.lecun.com/exdb/mnist.
/// </summary>
public static class IdxFile
{
    private const int MaximumRank = 32;

    /// <summary>Reads a file.</summary>
    /// <typeparam name="T">The file's element type: byte, sbyte, short, int, float or double.</typeparam>
    /// <param name="path">The file, plain or gzip-compressed.</param>
    /// <returns>A tensor of the file's shape; a file without axes gives one of shape (1).</returns>
    /// <exception cref="InvalidDataException">The file is not IDX, holds another element type, or is shorter or longer than its header says.</exception>
    public static Tensor<T> Read<T>(string path) where T : unmanaged
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse<T>(Decompress(File.ReadAllBytes(path), path), path);
    }

    /// <summary>Reads the content of a file that is already in memory and not compressed.</summary>
    /// <typeparam name="T">The element type: byte, sbyte, short, int, float or double.</typeparam>
    /// <param name="content">The whole file.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">Not IDX, another element type, or another length than the header says.</exception>
    public static Tensor<T> Parse<T>(ReadOnlySpan<byte> content, string name = "IDX data") where T : unmanaged
    {
        if (content.Length < 4 || content[0] != 0 || content[1] != 0)
            throw new InvalidDataException($"{name} is no IDX file: it does not begin with two zero bytes, an element type and a rank.");
        (Type type, int size) = content[2] switch
        {
            0x08 => (typeof(byte), 1),
            0x09 => (typeof(sbyte), 1),
            0x0B => (typeof(short), 2),
            0x0C => (typeof(int), 4),
            0x0D => (typeof(float), 4),
            0x0E => (typeof(double), 8),
            _ => throw new InvalidDataException($"{name} names the element type 0x{content[2]:X2}; known are 0x08 (byte), 0x09 (sbyte), 0x0B (short), 0x0C (int), 0x0D (float), 0x0E (double)."),
        };
        if (type != typeof(T)) throw new InvalidDataException($"{name} holds elements of type {type.Name}, not {typeof(T).Name}.");
        int rank = content[3];
        if (rank > MaximumRank) throw new InvalidDataException($"{name} claims {rank} axes; at most {MaximumRank} are read.");
        int header = 4 + 4 * rank;
        if (content.Length < header) throw new InvalidDataException($"{name} ends inside its header of {header} bytes.");

        // The header is checked against the real length before anything is allocated on its word.
        var lengths = new nint[rank];
        for (int i = 0; i < rank; i++) lengths[i] = (nint)BinaryPrimitives.ReadUInt32BigEndian(content[(4 + 4 * i)..]);
        UInt128 count = 1;
        foreach (nint length in lengths)
        {
            count *= (UInt128)length;
            if (count > (UInt128)content.Length) break;
        }
        if (lengths.Contains(0)) count = 0;
        ReadOnlySpan<byte> body = content[header..];
        if (count * (UInt128)size != (UInt128)body.Length)
            throw new InvalidDataException($"{name} says it holds {string.Join(" x ", lengths)} elements of {size} byte(s), but {body.Length} bytes follow its header.");

        var values = new T[(int)count];
        body.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        if (BitConverter.IsLittleEndian) ReverseBytes(values, size);
        // A tensor without axes is empty in the base class library; a single number becomes a list of one.
        return Tensor.Create(values, rank == 0 ? [1] : lengths);
    }

    /// <summary>Unpacks gzip; other content comes back as it is. At most 1 GiB, so that a small file cannot fill the memory.</summary>
    internal static byte[] Decompress(byte[] content, string name)
    {
        if (content.Length < 2 || content[0] != 0x1F || content[1] != 0x8B) return content;
        const long limit = 1L << 30;
        try
        {
            using var source = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var target = new MemoryStream(Math.Min(content.Length * 3, 1 << 26));
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                if (target.Length + read > limit) throw new InvalidDataException($"{name} unpacks to more than {limit} bytes.");
                target.Write(buffer, 0, read);
            }
            return target.ToArray();
        }
        catch (InvalidDataException e) when (e.InnerException is null && !e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} is a damaged gzip file: {e.Message}", e);
        }
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
