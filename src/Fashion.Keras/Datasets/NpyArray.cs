using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Fashion.Keras.Datasets;

/// <summary>The content of an NPY file: what its header says, and the bytes after it.</summary>
internal sealed partial class NpyArray
{
    private const int MostAxes = 32, MostHeader = 1 << 16;

    private readonly string _name, _type;
    private readonly bool _columnsFirst;

    private NpyArray(string name, string type, bool columnsFirst, int[] shape, ReadOnlyMemory<byte> body) =>
        (_name, _type, _columnsFirst, Shape, Body) = (name, type, columnsFirst, shape, body);

    /// <summary>Sizes of the axes.</summary>
    public int[] Shape { get; }

    /// <summary>What follows the header.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Whether its elements are Python objects, and the body a pickle stream.</summary>
    public bool HoldsObjects => _type == "|O";

    /// <summary>Whether its elements are of a type.</summary>
    public bool Holds<T>() => _type.Length > 2 && ElementType() == typeof(T);

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">Not NPY, or a header that cannot be.</exception>
    public static NpyArray Parse(ReadOnlyMemory<byte> content, string name)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (bytes.Length < 10 || !bytes.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            throw new InvalidDataException($"{name} is no NPY file: it does not begin with NUMPY's mark.");
        if (bytes[6] is < 1 or > 3) throw new InvalidDataException($"{name} has the NPY version {bytes[6]}; known are 1 to 3.");
        int start = bytes[6] == 1 ? 10 : 12;
        if (bytes.Length < start) throw new InvalidDataException($"{name} ends inside its header.");
        uint length = bytes[6] == 1 ? BitConverter.ToUInt16([bytes[8], bytes[9]])
            : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (length > MostHeader || start + length > bytes.Length)
            throw new InvalidDataException($"{name} claims a header of {length} bytes.");
        Match header = Header().Match(Encoding.Latin1.GetString(bytes.Slice(start, (int)length)));
        if (!header.Success)
            throw new InvalidDataException($"{name} has a header that is not understood: arrays of one type are read, no records.");
        return new(name, header.Groups["type"].Value, header.Groups["order"].Value == "True", Sizes(header.Groups["shape"].Value, name),
            content[(start + (int)length)..]);
    }

    /// <summary>The elements, row by row.</summary>
    /// <exception cref="InvalidDataException">Another element type, or another length than the header says.</exception>
    public Tensor<T> ToTensor<T>() where T : unmanaged
    {
        T[] values = Elements<T>();
        return Tensor.Create(values, Shape.Length == 0 ? [1] : [.. Shape.Select(size => (nint)size)]);
    }

    /// <summary>The elements, row by row, without axes.</summary>
    /// <exception cref="InvalidDataException">Another element type, or another length than the header says.</exception>
    public unsafe T[] Elements<T>() where T : unmanaged
    {
        if (!Holds<T>()) throw new InvalidDataException($"{_name} holds elements of NumPy's type '{_type}', not {typeof(T).Name}.");
        // Checked against the real length, so that nothing is allocated on the header's word.
        Int128 count = 1;
        foreach (int size in Shape) count = Shape.Contains(0) ? 0 : Int128.Min(count * size, int.MaxValue);
        if (count * sizeof(T) != Body.Length)
            throw new InvalidDataException($"{_name} says it holds ({string.Join(", ", Shape)}) elements of {sizeof(T)} byte(s), but " +
                $"{Body.Length} bytes follow its header.");
        var values = new T[(int)count];
        Body.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        // A truth value is 0 or 1, whatever a file says.
        if (typeof(T) == typeof(bool)) foreach (ref byte value in MemoryMarshal.AsBytes(values.AsSpan()))
            value = value == 0 ? (byte)0 : (byte)1;
        if (_type[0] == '>' == BitConverter.IsLittleEndian && sizeof(T) > 1)
            for (int i = 0; i < values.Length; i++) MemoryMarshal.AsBytes(values.AsSpan(i, 1)).Reverse();
        return _columnsFirst && Shape.Length > 1 ? InRows(values) : values;
    }

    private Type? ElementType() => _type[1..] switch
    {
        "b1" => typeof(bool),
        "u1" => typeof(byte),
        "i1" => typeof(sbyte),
        "i2" => typeof(short),
        "u2" => typeof(ushort),
        "i4" => typeof(int),
        "u4" => typeof(uint),
        "i8" => typeof(long),
        "u8" => typeof(ulong),
        "f2" => typeof(Half),
        "f4" => typeof(float),
        "f8" => typeof(double),
        _ => null,
    };

    // From the first axis running fastest to the last one.
    private T[] InRows<T>(T[] columns)
    {
        var rows = new T[columns.Length];
        var index = new int[Shape.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            int place = 0;
            for (int axis = Shape.Length - 1; axis >= 0; axis--) place = place * Shape[axis] + index[axis];
            rows[i] = columns[place];
            for (int axis = Shape.Length - 1; axis >= 0 && ++index[axis] == Shape[axis]; axis--) index[axis] = 0;
        }
        return rows;
    }

    private static int[] Sizes(string text, string name)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MostAxes) throw new InvalidDataException($"{name} claims {parts.Length} axes; at most {MostAxes} are read.");
        return [.. parts.Select(part => int.TryParse(part.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : throw new InvalidDataException($"{name} claims an axis of {part} elements."))];
    }

    [GeneratedRegex(
        @"^\{ *'descr': *'(?<type>[^']{2,8})', *'fortran_order': *(?<order>True|False), *'shape': *\((?<shape>[0-9L, ]*)\),? *\} *\n?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
