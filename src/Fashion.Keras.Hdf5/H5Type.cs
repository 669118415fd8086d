namespace Fashion.Keras.Hdf5;

/// <summary>The datatype of the elements of a dataset or an attribute.</summary>
public sealed class H5Type
{
    private const int Deepest = 16;

    private H5Type(H5TypeClass typeClass, int size)
    {
        Class = typeClass;
        Size = size;
    }

    /// <summary>What kind it is.</summary>
    public H5TypeClass Class { get; }

    /// <summary>Bytes of one element in the file.</summary>
    public int Size { get; }

    /// <summary>Whether whole numbers have a sign.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>Whether numbers have their highest byte first.</summary>
    public bool IsBigEndian { get; private init; }

    /// <summary>Whether the elements are texts, of fixed or of any length.</summary>
    public bool IsText => Class == H5TypeClass.String || IsVariableText;

    /// <summary>Whether the elements are whole or floating-point numbers of 1, 2, 4 or 8 bytes, or names of such.</summary>
    public bool IsNumber => Number is not null;

    internal bool IsVariableText { get; private init; }

    /// <summary>Texts of fixed length end at the first zero byte, unless blanks or zeros fill them up.</summary>
    internal int Padding { get; private init; }

    /// <summary>The type of number that the elements are; null where they are none that is read.</summary>
    internal H5Type? Number { get; private init; }

    /// <summary>The type in a few words.</summary>
    public override string ToString() => Class switch
    {
        H5TypeClass.Integer => FormattableString.Invariant($"{(IsSigned ? "int" : "uint")}{8 * Size}"),
        H5TypeClass.Float => FormattableString.Invariant($"float{8 * Size}"),
        H5TypeClass.String => FormattableString.Invariant($"text of {Size} bytes"),
        H5TypeClass.VariableLength => IsVariableText ? "text" : "list",
        _ => FormattableString.Invariant($"{Class} of {Size} bytes"),
    };

    /// <summary>Reads a datatype message.</summary>
    internal static H5Type Read(Block block, int depth = 0)
    {
        if (depth > Deepest) throw block.File.Damaged("datatypes are nested too deep", block.Here);
        long at = block.Here;
        int first = block.U8(), version = first >> 4;
        if (version is < 1 or > 5) throw block.File.Unsupported($"version {version} of datatypes is not supported", at);
        var typeClass = (H5TypeClass)(first & 15);
        int bits = (int)block.Unsigned(3);
        uint size = block.U32();
        if (size is 0 or > int.MaxValue) throw block.File.Damaged($"an element of {size} bytes is announced", at);
        switch (typeClass)
        {
            case H5TypeClass.Integer: return Integer(block, bits, (int)size);
            case H5TypeClass.Float: return Float(block, bits, (int)size);
            case H5TypeClass.String: return new H5Type(typeClass, (int)size) { Padding = bits & 15 };
            case H5TypeClass.Enum:
                H5Type names = Read(block, depth + 1);
                if (names.Size != size) throw block.File.Damaged("an enumeration has another size than its numbers", at);
                return new H5Type(typeClass, (int)size)
                { IsSigned = names.IsSigned, IsBigEndian = names.IsBigEndian, Number = names.Number };
            case H5TypeClass.VariableLength:
                bool text = (bits & 15) == 1;
                if (text && size != 8 + block.File.OffsetSize) throw block.File.Damaged("a text of any length has an impossible size", at);
                return new H5Type(typeClass, (int)size) { IsVariableText = text };
            default: return new H5Type(typeClass, (int)size);
        }
    }

    private static H5Type Integer(Block block, int bits, int size)
    {
        int offset = block.U16(), precision = block.U16();
        H5Type Make(H5Type? number) =>
            new(H5TypeClass.Integer, size) { IsSigned = (bits & 8) != 0, IsBigEndian = (bits & 1) != 0, Number = number };
        return Make(size is 1 or 2 or 4 or 8 && offset == 0 && precision == 8 * size ? Make(null) : null);
    }

    // The three layouts of IEEE 754: place and size of exponent and mantissa, bias, place of the sign.
    private static H5Type Float(Block block, int bits, int size)
    {
        int offset = block.U16(), precision = block.U16(), exponent = block.U8(), exponentSize = block.U8(), mantissa = block.U8(),
            mantissaSize = block.U8();
        uint bias = block.U32();
        H5Type Make(H5Type? number) => new(H5TypeClass.Float, size) { IsSigned = true, IsBigEndian = (bits & 1) != 0, Number = number };
        (int, int, uint)? known = size switch { 2 => (10, 5, 15u), 4 => (23, 8, 127u), 8 => (52, 11, 1023u), _ => null };
        bool ieee = known == (exponent, exponentSize, bias) && offset == 0 && precision == 8 * size && mantissa == 0
            && mantissaSize == exponent
            && (bits >> 8 & 0xFF) == precision - 1 && (bits & 0x70) == 0x20;
        return Make(ieee ? Make(null) : null);
    }
}
