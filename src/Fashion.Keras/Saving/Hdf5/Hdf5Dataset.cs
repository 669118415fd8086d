using PureHDF;
using PureHDF.VOL.Native;

namespace Fashion.Keras.Saving;

/// <summary>Numbers in an HDF5 file being read.</summary>
/// <param name="dataset">PureHDF's dataset.</param>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="path">Place in the file, for messages.</param>
internal sealed class Hdf5Dataset(NativeDataset dataset, string file, string path)
{
    /// <summary>Place in the file, for messages.</summary>
    public string Path => path;

    /// <summary>Its shape.</summary>
    public Shape Shape => Hdf5File.Read<Shape>(file, path, () => dataset.Space.Dimensions.Select(size => checked((int)size)).ToArray());

    /// <summary>Reads the numbers, once their count is known to be what the caller has room for.</summary>
    /// <param name="count">How many there must be.</param>
    public float[] Read(int count) => Hdf5File.Read(file, path, () =>
    {
        if (dataset.Space.Dimensions.Aggregate(1UL, (product, size) => checked(product * size)) != (ulong)count) throw new InvalidDataException($"it has the shape {Shape} instead of {count} element(s)");
        if (count == 0) return [];
        ulong chunk = dataset.Layout.Class == H5DataLayoutClass.Chunked ? dataset.Layout.Chunks.Aggregate(1UL, (product, size) => checked(product * size)) : 0;
        // A chunk may reach beyond the edge of the data, but no writer makes it larger than all of it on purpose.
        if (chunk > 4096 + 4 * (ulong)count) throw new InvalidDataException("its chunks are larger than the dataset");
        return (dataset.Type.Class, dataset.Type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 4) => Values<float>(count),
            (H5DataTypeClass.FloatingPoint, 8) => Convert<double>(count, v => (float)v),
            (H5DataTypeClass.FloatingPoint, 2) => Convert<Half>(count, v => (float)v),
            (H5DataTypeClass.FixedPoint, 1) => IsSigned ? Convert<sbyte>(count, v => v) : Convert<byte>(count, v => v),
            (H5DataTypeClass.FixedPoint, 2) => IsSigned ? Convert<short>(count, v => v) : Convert<ushort>(count, v => v),
            (H5DataTypeClass.FixedPoint, 4) => IsSigned ? Convert<int>(count, v => v) : Convert<uint>(count, v => v),
            (H5DataTypeClass.FixedPoint, 8) => IsSigned ? Convert<long>(count, v => v) : Convert<ulong>(count, v => v),
            _ => throw new InvalidDataException($"it holds {dataset.Type.Class} of {dataset.Type.Size} bytes; float16, float32, float64 and whole numbers of 1, 2, 4 and 8 bytes are read"),
        };
    });

    /// <summary>Reads a single whole number, exactly.</summary>
    public long ReadInteger() => Hdf5File.Read(file, path, () => dataset.Space.Dimensions.Any(size => size != 1) ? throw new InvalidDataException($"it has the shape {Shape} instead of one number")
        : (dataset.Type.Class, dataset.Type.Size) switch
        {
            (H5DataTypeClass.FixedPoint, 1) => IsSigned ? Values<sbyte>(1)[0] : Values<byte>(1)[0],
            (H5DataTypeClass.FixedPoint, 2) => IsSigned ? Values<short>(1)[0] : Values<ushort>(1)[0],
            (H5DataTypeClass.FixedPoint, 4) => IsSigned ? Values<int>(1)[0] : Values<uint>(1)[0],
            (H5DataTypeClass.FixedPoint, 8) => IsSigned ? Values<long>(1)[0] : checked((long)Values<ulong>(1)[0]),
            (H5DataTypeClass.FloatingPoint, 4) => checked((long)Values<float>(1)[0]),
            (H5DataTypeClass.FloatingPoint, 8) => checked((long)Values<double>(1)[0]),
            _ => throw new InvalidDataException("it is no whole number"),
        });

    private bool IsSigned => dataset.Type.FixedPoint.IsSigned;

    private T[] Values<T>(int count) where T : unmanaged
    {
        var values = new T[count];
        dataset.Read(values.AsSpan());
        return values;
    }

    private float[] Convert<T>(int count, Func<T, float> convert) where T : unmanaged => Array.ConvertAll(Values<T>(count), v => convert(v));
}
