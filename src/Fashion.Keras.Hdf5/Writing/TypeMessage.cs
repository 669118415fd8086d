using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>Datatypes as the format describes them.</summary>
internal static class TypeMessage
{
    private const int Version = 1 << 4, Signed = 8, ImpliedBit = 0x20, FilledWithZeros = 1, VariableText = 1, Utf8 = 1;

    // Numbers are written as they lie in memory.
    private static readonly int ByteOrder = BitConverter.IsLittleEndian ? 0 : 1;

    /// <summary>The type of numbers.</summary>
    /// <exception cref="NotSupportedException">HDF5 has no such type, or nothing here writes it.</exception>
    public static unsafe byte[] Number<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(Half)) return Float(2, exponent: 10, exponentSize: 5, bias: 15);
        if (typeof(T) == typeof(float)) return Float(4, exponent: 23, exponentSize: 8, bias: 127);
        if (typeof(T) == typeof(double)) return Float(8, exponent: 52, exponentSize: 11, bias: 1023);
        bool signed = typeof(T) == typeof(sbyte) || typeof(T) == typeof(short) || typeof(T) == typeof(int) || typeof(T) == typeof(long);
        if (signed || typeof(T) == typeof(byte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong))
            return Integer(sizeof(T), signed);
        throw new NotSupportedException(
            $"{typeof(T).Name} is no type of number that is written; Half, float, double and whole numbers of 1, 2, 4 and 8 bytes are.");
    }

    /// <summary>The type of texts of any length.</summary>
    public static byte[] Text(bool ascii)
    {
        ByteWriter type = Start(H5TypeClass.VariableLength, VariableText | (ascii ? 0 : Utf8) << 8, TextContent.Reference);
        type.Bytes(Integer(1, signed: false));
        return type.Written.ToArray();
    }

    /// <summary>The type of texts of one length, shorter ones filled up with zeros.</summary>
    public static byte[] FixedText(int size, bool ascii) =>
        Start(H5TypeClass.String, FilledWithZeros | (ascii ? 0 : Utf8) << 4, size).Written.ToArray();

    /// <summary>Whether readers that know nothing of UTF-8 read texts right.</summary>
    public static bool IsAscii(IEnumerable<string> texts) => texts.All(text => Ascii.IsValid(text));

    private static byte[] Integer(int size, bool signed)
    {
        ByteWriter type = Start(H5TypeClass.Integer, (size > 1 ? ByteOrder : 0) | (signed ? Signed : 0), size);
        type.U16(0);
        type.U16(8 * size);
        return type.Written.ToArray();
    }

    // IEEE 754: the exponent above the mantissa, the sign above both.
    private static byte[] Float(int size, int exponent, int exponentSize, uint bias)
    {
        ByteWriter type = Start(H5TypeClass.Float, ByteOrder | ImpliedBit | (8 * size - 1) << 8, size);
        type.U16(0);
        type.U16(8 * size);
        type.U8(exponent);
        type.U8(exponentSize);
        type.U8(0);
        type.U8(exponent);
        type.U32(bias);
        return type.Written.ToArray();
    }

    private static ByteWriter Start(H5TypeClass typeClass, int bits, int size)
    {
        var type = new ByteWriter();
        type.U8(Version | (int)typeClass);
        type.Unsigned(bits, 3);
        type.U32((uint)size);
        return type;
    }
}
