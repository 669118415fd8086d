using System.Buffers.Binary;
using Fashion.Keras.Onnx.Protocol;
using DataType = Fashion.Keras.Onnx.Protocol.TensorProto.Types.DataType;

namespace Fashion.Keras.Onnx.Import;

/// <summary>An array of numbers in a file: floats, or whole numbers (also truth values).</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="ReadFloats">Gives the elements, where they are floats: only a few of a large file's are in memory twice.</param>
/// <param name="Integers">The elements, where they are whole numbers.</param>
internal sealed record ImportedArray(int[] Shape, Func<float[]>? ReadFloats, long[]? Integers)
{
    /// <summary>How many elements there are.</summary>
    public int Count { get; } = Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>The elements, where they are floats.</summary>
    public float[]? Floats => ReadFloats?.Invoke();

    /// <summary>Most axes of a tensor.</summary>
    public const int MostAxes = 32;

    /// <summary>Reads a tensor of a file; its shape must fit its data.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="areElsewhere">Whether floats may be left out, for they are among a model's weights.</param>
    /// <exception cref="ModelFormatException">They do not fit.</exception>
    /// <exception cref="NotSupportedException">Its elements are of a type that is not read, or lie in another file.</exception>
    public static ImportedArray Of(TensorProto tensor, bool areElsewhere = false)
    {
        string name = $"tensor '{ImportErrors.Short(tensor.Name)}'";
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External || tensor.ExternalData.Count > 0)
            throw new NotSupportedException($"{name} lies in another file (external data). Save the network as one file.");
        if (tensor.Dims.Count > MostAxes) throw ImportErrors.Damaged($"{name} has {tensor.Dims.Count} axes; {MostAxes} are read at most");
        long count = 1;
        foreach (long size in tensor.Dims)
        {
            if (size is < 0 or > int.MaxValue || (size > 0
                && count > int.MaxValue / size))
                throw ImportErrors.Damaged($"{name} cannot have the shape ({string.Join(", ", tensor.Dims.Take(8))})");
            count *= size;
        }
        int[] shape = [.. tensor.Dims.Select(size => (int)size)];
        var type = (DataType)tensor.DataType;
        if (areElsewhere && type == DataType.Float && !tensor.HasRawData && tensor.FloatData.Count == 0) return new(shape, () =>
            throw new InvalidOperationException($"{name} has no numbers of its own."), null);
        return type switch
        {
            DataType.Float => Floats(4, BinaryPrimitives.ReadSingleLittleEndian, tensor.FloatData, v => v),
            DataType.Double => Floats(8, b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b), tensor.DoubleData, v => (float)v),
            DataType.Float16 => Floats(2, b => (float)BinaryPrimitives.ReadHalfLittleEndian(b), InRange(0, ushort.MaxValue), v =>
                (float)BitConverter.UInt16BitsToHalf((ushort)v)),
            DataType.Bfloat16 => Floats(2, b => Wide(BinaryPrimitives.ReadUInt16LittleEndian(b)), InRange(0, ushort.MaxValue), v =>
                Wide((ushort)v)),
            DataType.Int64 => Whole(8, BinaryPrimitives.ReadInt64LittleEndian, tensor.Int64Data, v => v),
            DataType.Int32 => Whole(4, b => BinaryPrimitives.ReadInt32LittleEndian(b), tensor.Int32Data, v => v),
            DataType.Int16 => Whole(2, b => BinaryPrimitives.ReadInt16LittleEndian(b), InRange(short.MinValue, short.MaxValue), v => v),
            DataType.Uint16 => Whole(2, b => BinaryPrimitives.ReadUInt16LittleEndian(b), InRange(0, ushort.MaxValue), v => v),
            DataType.Int8 => Whole(1, b => (sbyte)b[0], InRange(sbyte.MinValue, sbyte.MaxValue), v => v),
            DataType.Uint8 => Whole(1, b => b[0], InRange(0, byte.MaxValue), v => v),
            DataType.Bool => Whole(1, b => b[0] == 0 ? 0L : 1, InRange(0, 1), v => v),
            _ => throw new NotSupportedException($"{name} has elements of type {type}, which are not read."),
        };

        ImportedArray Floats<TField>(int width, Decode<float> decode, IReadOnlyList<TField> field, Func<TField, float> convert)
        {
            Check(width, field.Count);
            return new(shape, () => Elements(width, decode, field, convert), null);
        }

        ImportedArray Whole<TField>(int width, Decode<long> decode, IReadOnlyList<TField> field, Func<TField, long> convert)
        {
            Check(width, field.Count);
            return new(shape, null, Elements(width, decode, field, convert));
        }

        // Small types lie in fields of 32 bits.
        IReadOnlyList<int> InRange(int least, int most)
        {
            foreach (int value in tensor.Int32Data)
                if (value < least || value > most)
                    throw ImportErrors.Damaged($"{name} of type {type} has the number {value}, which is not in [{least}, {most}]");
            return tensor.Int32Data;
        }

        void Check(int width, int fields)
        {
            if (tensor.HasRawData && fields > 0)
                throw ImportErrors.Damaged($"{name} has its numbers twice: as bytes and in a field of {type}");
            long found = tensor.HasRawData ? tensor.RawData.Length : (long)fields * width;
            if (found != count * width) throw ImportErrors.Damaged($"{name} has {found} bytes of data, but its shape " +
                $"({string.Join(", ", shape)}) needs {count * width}");
        }

        T[] Elements<T, TField>(int width, Decode<T> decode, IReadOnlyList<TField> field, Func<TField, T> convert)
        {
            if (!tensor.HasRawData) return [.. field.Select(convert)];
            ReadOnlySpan<byte> raw = tensor.RawData.Span;
            var values = new T[count];
            for (int i = 0; i < values.Length; i++) values[i] = decode(raw.Slice(i * width, width));
            return values;
        }
    }

    private delegate T Decode<T>(ReadOnlySpan<byte> bytes);

    private static float Wide(ushort upper) => BitConverter.UInt32BitsToSingle((uint)upper << 16);
}
