namespace Fashion.Keras.Hdf5;

/// <summary>The elements of a dataset or an attribute that is to be written.</summary>
/// <param name="type">Their type as the format describes it.</param>
/// <param name="shape">Their shape; empty for one element.</param>
/// <param name="elementSize">Bytes of one.</param>
internal abstract class Content(byte[] type, IReadOnlyList<long> shape, int elementSize)
{
    private const int HighestRank = 32, Scalar = 0, Simple = 1, SpaceVersion = 2;

    public ReadOnlySpan<byte> Type => type;

    /// <summary>How many elements there are.</summary>
    public long Count { get; } = CountOf(shape);

    /// <summary>Bytes of all elements.</summary>
    public long Size => checked(Count * elementSize);

    /// <summary>The shape as the format describes it.</summary>
    public byte[] Space()
    {
        var space = new ByteWriter();
        space.U8(SpaceVersion);
        space.U8(shape.Count);
        space.U8(0);
        space.U8(shape.Count == 0 ? Scalar : Simple);
        foreach (long size in shape) space.I64(size);
        return space.Written.ToArray();
    }

    /// <summary>Finds places for what is not among the elements themselves.</summary>
    public virtual void Place(HeapWriter heap) { }

    /// <summary>Writes the elements.</summary>
    public abstract void Write(Stream destination);

    /// <summary>How many elements an array of a shape has.</summary>
    /// <exception cref="ArgumentException">The shape has too many axes, a negative size or too many elements.</exception>
    public static long CountOf(IReadOnlyList<long> shape)
    {
        if (shape.Count > HighestRank)
            throw new ArgumentException($"A shape has {shape.Count} axes; HDF5 allows {HighestRank}.", nameof(shape));
        if (shape.Any(size => size < 0))
            throw new ArgumentException($"A shape has a negative size: ({string.Join(", ", shape)}).", nameof(shape));
        if (shape.Contains(0)) return 0;
        long count = 1;
        foreach (long size in shape)
        {
            if (size > long.MaxValue / 16 / count)
                throw new ArgumentException($"A shape has too many elements: ({string.Join(", ", shape)}).", nameof(shape));
            count *= size;
        }
        return count;
    }

    /// <summary>Refuses another number of elements than the shape has.</summary>
    /// <exception cref="ArgumentException">It is another one.</exception>
    public static void Fits(long count, IReadOnlyList<long> shape)
    {
        if (CountOf(shape) != count)
            throw new ArgumentException($"The shape ({string.Join(", ", shape)}) has {CountOf(shape)} elements, but {count} are given.",
                nameof(shape));
    }
}
