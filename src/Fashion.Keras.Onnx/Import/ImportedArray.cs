using System.Buffers.Binary;
using Fashion.Keras.Onnx.Protocol;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Import;

/// <summary>An array of numbers in a file: floats, or whole numbers (also truth values).</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Floats">The elements, where they are floats.</param>
/// <param name="Integers">The elements, where they are whole numbers.</param>
internal sealed record ImportedArray(int[] Shape, float[]? Floats, long[]? Integers)
{
    /// <summary>Most axes of a tensor.</summary>
    public const int MostAxes = 32;

    /// <summary>Reads a tensor of a file; its shape must fit its data.</summary>
    /// <exception cref="ModelFormatException">They do not fit.</exception>
    /// <exception cref="NotSupportedException">Its elements are of a type that is not read, or lie in another file.</exception>
    public static ImportedArray Of(TensorProto tensor)
    {
        string name = $"tensor '{ImportErrors.Short(tensor.Name)}'";
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
            throw new NotSupportedException($"{name} lies in another file (external data). Save the network as one file.");
        if (tensor.Dims.Count > MostAxes) throw ImportErrors.Damaged($"{name} has {tensor.Dims.Count} axes; {MostAxes} are read at most");
        long count = 1;
        foreach (long size in tensor.Dims)
        {
            if (size is < 0 or > int.MaxValue || (size > 0
                && count > int.MaxValue / size)) throw ImportErrors.Damaged($"{name} cannot have the shape ({string.Join(", ", tensor.Dims.Take(8))})");
            count *= size;
        }
        int[] shape = [.. tensor.Dims.Select(size => (int)size)];
        var type = (DataType)tensor.DataType;
        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        return type switch
        {
            DataType.Float => new(shape, Elements(raw, 4, BinaryPrimitives.ReadSingleLittleEndian, tensor.FloatData, v => v), null),
            DataType.Double => new(shape, Elements(raw, 8, b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b), tensor.DoubleData, v =>
                (float)v), null),
            DataType.Float16 => new(shape, Elements(raw, 2, b => (float)BinaryPrimitives.ReadHalfLittleEndian(b), tensor.Int32Data, v =>
                (float)BitConverter.UInt16BitsToHalf((ushort)v)), null),
            DataType.Bfloat16 => new(shape, Elements(raw, 2, b => Wide(BinaryPrimitives.ReadUInt16LittleEndian(b)), tensor.Int32Data, v =>
                Wide((ushort)v)), null),
            DataType.Int64 => new(shape, null, Elements(raw, 8, BinaryPrimitives.ReadInt64LittleEndian, tensor.Int64Data, v => v)),
            DataType.Int32 => new(shape, null, Elements(raw, 4, b => (long)BinaryPrimitives.ReadInt32LittleEndian(b), tensor.Int32Data, v =>
                v)),
            DataType.Int16 => new(shape, null, Elements(raw, 2, b => (long)BinaryPrimitives.ReadInt16LittleEndian(b), tensor.Int32Data, v =>
                v)),
            DataType.Uint16 => new(shape, null, Elements(raw, 2, b => (long)BinaryPrimitives.ReadUInt16LittleEndian(b), tensor.Int32Data,
                v => v)),
            DataType.Int8 => new(shape, null, Elements(raw, 1, b => (long)(sbyte)b[0], tensor.Int32Data, v => v)),
            DataType.Uint8 => new(shape, null, Elements(raw, 1, b => (long)b[0], tensor.Int32Data, v => v)),
            DataType.Bool => new(shape, null, Elements(raw, 1, b => b[0] == 0 ? 0L : 1, tensor.Int32Data, v => v == 0 ? 0 : 1)),
            _ => throw new NotSupportedException($"{name} has elements of type {type}, which are not read."),
        };

        T[] Elements<T, TField>(ReadOnlySpan<byte> raw, int width, Decode<T> decode, IReadOnlyList<TField> field, Func<TField, T> convert)
        {
            long found = tensor.HasRawData ? raw.Length : (long)field.Count * width;
            if (found != count * width) throw ImportErrors.Damaged($"{name} has {found} bytes of data, but its shape ({string.Join(", ", shape)}) needs {count * width}");
            if (!tensor.HasRawData) return [.. field.Select(convert)];
            var values = new T[count];
            for (int i = 0; i < values.Length; i++) values[i] = decode(raw.Slice(i * width, width));
            return values;
        }
    }

    private delegate T Decode<T>(ReadOnlySpan<byte> bytes);

    private static float Wide(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);
}
