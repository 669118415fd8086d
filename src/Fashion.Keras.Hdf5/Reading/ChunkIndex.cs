namespace Fashion.Keras.Hdf5;

/// <summary>What leads to the chunks of a dataset; the numbers are the format's.</summary>
internal enum ChunkIndexKind
{
    Tree1 = 0,
    Single = 1,
    Implicit = 2,
    FixedArray = 3,
    ExtensibleArray = 4,
    Tree2 = 5,
}

/// <summary>A stored chunk.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Size">Its bytes in the file.</param>
/// <param name="Mask">A bit for each filter that it goes without.</param>
/// <param name="Start">Its first element.</param>
internal readonly record struct Chunk(long Address, ulong Size, uint Mask, long[] Start);

/// <summary>Finds the stored chunks of a dataset.</summary>
/// <param name="file">The file.</param>
/// <param name="layout">How the dataset is stored.</param>
/// <param name="space">Its shape.</param>
/// <param name="chunkBytes">Bytes of a chunk without filters.</param>
/// <param name="filtered">Whether there are filters, so that chunks have sizes of their own.</param>
internal sealed class ChunkIndex(Bytes file, Layout.InChunks layout, Dataspace space, ulong chunkBytes, bool filtered)
{
    private int Rank => layout.Sizes.Length;

    /// <summary>The chunks that hold elements of the dataset.</summary>
    public IEnumerable<Chunk> Stored() => layout.Address is not { } address ? [] : layout.Index switch
    {
        ChunkIndexKind.Tree1 => Tree1(address),
        ChunkIndexKind.Single => [new Chunk(address, layout.Single?.Size ?? chunkBytes, layout.Single?.Mask ?? 0, new long[Rank])],
        ChunkIndexKind.Implicit => Implicit(address),
        ChunkIndexKind.FixedArray => Numbered(new FixedArray(file, address, filtered).Elements(), Counts(), slowest: 0),
        ChunkIndexKind.ExtensibleArray =>
            Numbered(new ExtensibleArray(file, address, filtered).Elements(), Counts(), slowest: Math.Max(0, Growing())),
        _ => Tree2(address),
    };

    private IEnumerable<Chunk> Tree1(long address)
    {
        foreach ((Block key, long child) in BTree1.Entries(file, address, BTree1.Chunks, 8 + 8 * (Rank + 1)))
        {
            ulong size = key.U32();
            uint mask = key.U32();
            long at = key.Here;
            var start = new long[Rank];
            for (int i = 0; i < Rank; i++)
            {
                ulong first = key.U64();
                if (first % (ulong)layout.Sizes[i] != 0) throw file.Damaged("a chunk is between the places of chunks", at);
                start[i] = (long)Math.Min(first, long.MaxValue);
            }
            if (IsInside(start)) yield return new Chunk(child, size, mask, start);
        }
    }

    private IEnumerable<Chunk> Tree2(long address)
    {
        var tree = new BTree2(file, address, filtered ? BTree2.FilteredChunks : BTree2.Chunks);
        int sizeBytes = tree.RecordSize - file.OffsetSize - 8 * Rank - (filtered ? 4 : 0);
        if (filtered ? sizeBytes is < 1 or > 8 : sizeBytes != 0)
            throw file.Damaged("a tree of chunks has records of an impossible size", address);
        foreach (Block record in tree.Records())
        {
            if (record.AddressOrNone() is not { } child) continue;
            ulong size = filtered ? record.Unsigned(sizeBytes) : chunkBytes;
            uint mask = filtered ? record.U32() : 0;
            var start = new long[Rank];
            for (int i = 0; i < Rank; i++) start[i] = First(record.U64(), i);
            if (IsInside(start)) yield return new Chunk(child, size, mask, start);
        }
    }

    private IEnumerable<Chunk> Implicit(long address)
    {
        ulong[] counts = Counts();
        ulong total =
            counts.Aggregate(1UL, (product, count) => count > 0 && product > ulong.MaxValue / count
                ? throw file.Damaged("a dataset has too many chunks", address)
                : product * count);
        file.Require(address, total > ulong.MaxValue / chunkBytes ? ulong.MaxValue : total * chunkBytes);
        for (ulong i = 0; i < total; i++)
            if (Place(i, counts, 0) is var start && IsInside(start))
                yield return new Chunk(address + (long)(i * chunkBytes), chunkBytes, 0, start);
    }

    private IEnumerable<Chunk> Numbered(IEnumerable<(ulong Number, Block Element)> elements, ulong[] counts, int slowest)
    {
        foreach ((ulong number, Block element) in elements)
        {
            if (element.AddressOrNone() is not { } child) continue;
            int sizeBytes = element.Left - 4;
            ulong size = filtered ? element.Unsigned(sizeBytes) : chunkBytes;
            uint mask = filtered ? element.U32() : 0;
            long[] start = Place(number, counts, slowest);
            if (IsInside(start)) yield return new Chunk(child, size, mask, start);
        }
    }

    // How many chunks there are along each axis once the dataset has grown as far as it may.
    private ulong[] Counts() =>
        [.. layout.Sizes.Select((size,
            i) => ((space.MostSizes?[i] is { } most && most != Dataspace.Unlimited ? most : (ulong)space.Sizes[i]) + (ulong)size - 1)
                / (ulong)size)];

    private int Growing() => Array.IndexOf(space.MostSizes ?? [], Dataspace.Unlimited);

    // Chunks are counted with the last axis fastest; an axis that grows without an end comes first.
    private long[] Place(ulong number, ulong[] counts, int slowest)
    {
        var start = new long[Rank];
        for (int i = Rank - 1; i >= 0; i--)
        {
            if (i == slowest) continue;
            ulong count = Math.Max(1, counts[i]);
            start[i] = First(number % count, i);
            number /= count;
        }
        start[slowest] = First(number, slowest);
        return start;
    }

    private long First(ulong chunk, int axis) =>
        chunk > (ulong)(long.MaxValue / layout.Sizes[axis]) ? long.MaxValue : (long)chunk * layout.Sizes[axis];

    private bool IsInside(long[] start)
    {
        for (int i = 0; i < start.Length; i++)
            if (start[i] >= space.Sizes[i]) return false;
        return true;
    }
}
