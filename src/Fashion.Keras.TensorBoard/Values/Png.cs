using System.Buffers.Binary;
using System.IO.Compression;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Events.Values;

/// <summary>Writes PNG images of 8 bits per channel: grey, grey with alpha, RGB, RGBA.</summary>
internal static class Png
{
    // By number of channels.
    private static readonly byte[] ColorTypes = [0, 0, 4, 2, 6];

    /// <param name="pixels">(height, width, channels).</param>
    /// <param name="height">Rows, positive.</param>
    /// <param name="width">Columns, positive.</param>
    /// <param name="channels">1 to 4.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int height, int width, int channels)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, ColorTypes[channels]);
        header[10..].Clear();
        Write(file, "IHDR"u8, header);
        Write(file, "IDAT"u8, Compress(pixels, width * channels));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    // Each row begins with its filter, 0 for none.
    private static byte[] Compress(ReadOnlySpan<byte> pixels, int rowSize)
    {
        using var result = new MemoryStream();
        using (var zlib = new ZLibStream(result, CompressionLevel.Optimal))
        {
            for (; pixels.Length > 0; pixels = pixels[rowSize..])
            {
                zlib.WriteByte(0);
                zlib.Write(pixels[..rowSize]);
            }
        }
        return result.ToArray();
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        byte[] chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        name.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Of(chunk.AsSpan(4, 4 + data.Length)));
        file.Write(chunk);
    }
}
