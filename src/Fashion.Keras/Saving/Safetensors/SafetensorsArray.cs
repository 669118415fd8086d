using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Saving;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="stream">The file.</param>
/// <param name="type">Its element type by the format's name.</param>
/// <param name="shape">Its shape.</param>
/// <param name="start">Where its bytes begin in the file.</param>
/// <param name="size">Number of its bytes: checked against type and shape.</param>
internal sealed class SafetensorsArray(Stream stream, string type, Shape shape, long start, long size)
{
    private const int PieceBytes = 1 << 20;

    private static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["F64"] = 8,
        ["F32"] = 4,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["I64"] = 8,
        ["I32"] = 4,
        ["I16"] = 2,
        ["I8"] = 1,
        ["U64"] = 8,
        ["U32"] = 4,
        ["U16"] = 2,
        ["U8"] = 1,
        ["BOOL"] = 1,
    };

    /// <summary>The types that are read.</summary>
    public static IEnumerable<string> Types => Sizes.Keys;

    /// <summary>Its shape.</summary>
    public Shape Shape => shape;

    /// <summary>Bytes of an element; null for a type that is not read.</summary>
    public static int? SizeOf(string type) => Sizes.TryGetValue(type, out int bytes) ? bytes : null;

    /// <summary>Reads the numbers as float32, once their count is known to be what the caller has room for.</summary>
    /// <param name="values">Room for all of them.</param>
    public void Read(Span<float> values)
    {
        int width = Sizes[type], count = values.Length;
        if (size != (long)count * width) throw new InvalidDataException($"a tensor has the shape {shape} instead of {count} element(s)");
        stream.Position = start;
        if (type == "F32" && BitConverter.IsLittleEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }
        var piece = new byte[Math.Min(size, PieceBytes)];
        for (int done = 0; done < count;)
        {
            int part = Math.Min(count - done, piece.Length / width);
            stream.ReadExactly(piece, 0, part * width);
            for (int i = 0; i < part; i++) values[done + i] = Element(piece.AsSpan(i * width, width));
            done += part;
        }
    }

    // Little-endian, as the format is.
    private float Element(ReadOnlySpan<byte> bytes) => type switch
    {
        "F32" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "BF16" => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "I32" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "I16" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "I8" => (sbyte)bytes[0],
        "U64" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "U32" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "U16" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "U8" => bytes[0],
        _ => bytes[0] == 0 ? 0 : 1,
    };
}
