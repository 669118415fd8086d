using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Saving;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="stream">The file.</param>
/// <param name="path">Name of the file, for messages.</param>
/// <param name="name">Its name.</param>
/// <param name="type">Its element type by the format's name.</param>
/// <param name="shape">Its shape.</param>
/// <param name="start">Where its bytes begin in the file. Their number was checked against type and shape.</param>
internal sealed class SafetensorsArray(Stream stream, string path, string name, string type, Shape shape, long start)
{
    // An array may have more bytes than a span; it is read in pieces.
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

    /// <summary>Reads the numbers as float32.</summary>
    /// <param name="values">Room for all of them.</param>
    /// <exception cref="ModelFormatException">There is another number of them, or the file ends too early.</exception>
    public void Read(Span<float> values)
    {
        if (values.Length != shape.ElementCount)
            throw Wrong($"has the shape {shape}, {shape.ElementCount} elements, but {values.Length} are needed");
        Read(0, values);
    }

    /// <summary>Reads some of the numbers.</summary>
    /// <param name="first">Number of the first one in row order.</param>
    /// <param name="values">Room for them.</param>
    internal void Read(long first, Span<float> values)
    {
        int width = Sizes[type];
        bool asTheyAre = type == "F32" && BitConverter.IsLittleEndian;
        byte[] room = new byte[asTheyAre ? 0 : Math.Min((long)values.Length * width, PieceBytes)];
        try
        {
            stream.Position = start + first * width;
            while (values.Length > 0)
            {
                Span<float> part = values[..Math.Min(values.Length, PieceBytes / width)];
                Span<byte> bytes = asTheyAre ? MemoryMarshal.AsBytes(part) : room.AsSpan(0, part.Length * width);
                stream.ReadExactly(bytes);
                if (!asTheyAre)
                    for (int i = 0; i < part.Length; i++) part[i] = Element(bytes.Slice(i * width, width));
                values = values[part.Length..];
            }
        }
        catch (EndOfStreamException e)
        {
            throw Wrong($"should end at byte {start + (long)shape.ElementCount * width}, but the file ends before", e);
        }
    }

    private ModelFormatException Wrong(string what, Exception? cause = null)
    {
        string message = $"{path}: '{ShortText.Of(name)}' {what}.";
        return cause is null ? new(message) { Path = path, Entry = name } : new(message, cause) { Path = path, Entry = name };
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
