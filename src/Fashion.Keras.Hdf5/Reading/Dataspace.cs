namespace Fashion.Keras.Hdf5;

/// <summary>The shape of a dataset or an attribute.</summary>
/// <param name="Sizes">Its sizes; none for a single element.</param>
/// <param name="MostSizes">How far it may grow; null for a shape that stays as it is, <see cref="Unlimited"/> without an end.</param>
/// <param name="IsNull">Whether there is no element at all, not even an empty array.</param>
internal sealed record Dataspace(long[] Sizes, ulong[]? MostSizes, bool IsNull)
{
    public const ulong Unlimited = ulong.MaxValue;

    private const int HighestRank = 32;

    /// <summary>How many elements there are.</summary>
    public long Count { get; private init; }

    public static Dataspace Read(Block block)
    {
        long at = block.Here;
        int version = block.U8(), rank = block.U8(), flags = block.U8();
        if (version is not (1 or 2)) throw block.File.Unsupported($"version {version} of dataspaces is not supported", at);
        if (rank > HighestRank) throw block.File.Damaged($"a shape has {rank} axes", at);
        bool isNull = block.U8() == 2 && version == 2;
        if (version == 1) block.Skip(4);
        var sizes = new long[rank];
        long count = isNull ? 0 : 1;
        bool empty = false;
        foreach (ref long size in sizes.AsSpan())
        {
            ulong announced = block.Length();
            if (announced > long.MaxValue) throw block.File.Damaged("a shape has too many elements", at);
            size = (long)announced;
            empty |= size == 0;
            if (!empty && size > long.MaxValue / Math.Max(1, count)) throw block.File.Damaged("a shape has too many elements", at);
            count *= size;
        }
        ulong[]? most = (flags & 1) == 0 ? null : new ulong[rank];
        for (int i = 0; i < most?.Length; i++)
        {
            most[i] = block.Length();
            if (most[i] == ulong.MaxValue >> (64 - 8 * block.File.LengthSize)) most[i] = Unlimited;
            else if (most[i] < (ulong)sizes[i]) throw block.File.Damaged("a shape is larger than it may grow", at);
        }
        return new Dataspace(sizes, most, isNull) { Count = empty ? 0 : count };
    }
}
