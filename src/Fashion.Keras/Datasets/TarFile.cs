using System.IO.Compression;
using System.Text;

namespace Fashion.Keras.Datasets;

/// <summary>Reads members of a gzip-packed TAR archive into memory; nothing is written to the disk, and links are passed over.</summary>
internal static class TarFile
{
    private const int Block = 512;

    /// <summary>The wanted regular files, by name.</summary>
    /// <param name="packed">The archive.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="wanted">Which members to keep.</param>
    /// <param name="most">Most unpacked bytes of the whole archive.</param>
    /// <exception cref="InvalidDataException">Damaged, or more than that.</exception>
    public static Dictionary<string, byte[]> ReadPacked(byte[] packed, string name, Func<string, bool> wanted, int most)
    {
        var members = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var stream = new GZipStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
            var header = new byte[Block];
            long total = 0;
            while (stream.ReadAtLeast(header, Block, throwOnEndOfStream: false) == Block && header[0] != 0)
            {
                long size = Number(header.AsSpan(124, 12), name), room = (size + Block - 1) / Block * Block;
                total += Block + room;
                if (total > most) throw new InvalidDataException($"{name} unpacks to more than {most} bytes.");
                string member = Text(header.AsSpan(345, 155)) is { Length: > 0 } prefix && Text(header.AsSpan(257, 5)) == "ustar"
                    ? $"{prefix}/{Text(header.AsSpan(0, 100))}"
                    : Text(header.AsSpan(0, 100));
                bool regular = header[156] is 0 or (byte)'0';
                if (regular && wanted(member)) members[member] = Read(stream, size, room, name);
                else Skip(stream, room, name);
            }
            return members;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name} is no gzip-packed TAR archive, or a damaged one: {e.Message}", e);
        }
    }

    // Grows with what is really there.
    private static byte[] Read(Stream stream, long size, long room, string name)
    {
        var content = new byte[Math.Min(size, 1 << 20)];
        for (int length = 0; ;)
        {
            length += stream.ReadAtLeast(content.AsSpan(length), content.Length - length, throwOnEndOfStream: false);
            if (length < content.Length) throw new InvalidDataException($"{name} ends inside a member.");
            if (length == size) break;
            Array.Resize(ref content, (int)Math.Min(2L * length, size));
        }
        Skip(stream, room - size, name);
        return content;
    }

    private static void Skip(Stream stream, long count, string name)
    {
        Span<byte> rest = stackalloc byte[Block];
        for (; count > 0; count -= Block)
            if (stream.ReadAtLeast(rest[..(int)Math.Min(count, Block)], (int)Math.Min(count, Block), throwOnEndOfStream: false)
                < Math.Min(count, Block)) throw new InvalidDataException($"{name} ends inside a member.");
    }

    private static string Text(ReadOnlySpan<byte> field) =>
        Encoding.UTF8.GetString(field[..(field.IndexOf((byte)0) is >= 0 and int end ? end : field.Length)]);

    private static long Number(ReadOnlySpan<byte> field, string name)
    {
        long number = 0;
        string text = Text(field).Trim();
        foreach (char digit in text) number = digit is >= '0' and <= '7'
            ? number * 8 + (digit - '0')
            : throw new InvalidDataException($"{name} has a member of the size '{text}', which is no octal number.");
        return number;
    }
}
