namespace Fashion.Keras.Hdf5;

/// <summary>How the elements of a dataset are stored: in the header, in one piece, or in chunks.</summary>
internal abstract record Layout
{
    private const int Compact = 0, Contiguous = 1, Chunked = 2;

    /// <summary>In the header.</summary>
    public sealed record InHeader(Block Data) : Layout;

    /// <summary>In one piece; nowhere when nothing was written yet.</summary>
    public sealed record OnePiece(long? Address, ulong Size) : Layout;

    /// <summary>In chunks.</summary>
    /// <param name="Sizes">Sizes of a chunk in elements.</param>
    /// <param name="Index">What leads to the chunks.</param>
    /// <param name="Address">Where that is; nowhere when nothing was written yet.</param>
    public sealed record InChunks(long[] Sizes, ChunkIndexKind Index, long? Address) : Layout
    {
        /// <summary>Whether chunks that reach beyond the edge are stored without filters.</summary>
        public bool EdgesAreUnfiltered { get; init; }

        /// <summary>Bytes and left out filters of the only chunk, when it is filtered.</summary>
        public (ulong Size, uint Mask)? Single { get; init; }
    }

    /// <summary>Reads a layout message.</summary>
    /// <param name="block">The message.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public static Layout Read(Block block, int elementSize)
    {
        Bytes file = block.File;
        long at = block.Here;
        int version = block.U8(), kind = block.U8();
        // Version 5 is version 4 with another size of the numbers in the index.
        if (version is < 3 or > 5 || kind > Chunked)
            throw file.Unsupported(kind > Chunked
                ? "virtual datasets are not supported"
                : $"version {version} of data layouts is not supported", at);
        if (kind == Compact) return new InHeader(block.Sub(block.U16()));
        if (kind == Contiguous) return new OnePiece(block.AddressOrNone(), block.Length());
        return version == 3 ? ReadOlder(block, elementSize, at) : ReadNewer(block, elementSize, at);
    }

    private static InChunks ReadOlder(Block block, int elementSize, long at)
    {
        int rank = block.U8();
        long? address = block.AddressOrNone();
        return new InChunks(ChunkSizes(block, rank, 4, elementSize, at), ChunkIndexKind.Tree1, address);
    }

    private static InChunks ReadNewer(Block block, int elementSize, long at)
    {
        int flags = block.U8(), rank = block.U8(), bytes = block.U8();
        if (bytes is 0 or > 8) throw block.File.Damaged("a chunk has sizes of no bytes", at);
        long[] sizes = ChunkSizes(block, rank, bytes, elementSize, at);
        var kind = (ChunkIndexKind)block.U8();
        (ulong, uint)? single = null;
        switch (kind)
        {
            case ChunkIndexKind.Single: if ((flags & 2) != 0) single = (block.Length(), block.U32()); break;
            case ChunkIndexKind.Implicit: break;
            case ChunkIndexKind.FixedArray: block.Skip(1); break;
            case ChunkIndexKind.ExtensibleArray: block.Skip(5); break;
            case ChunkIndexKind.Tree2: block.Skip(6); break;
            default: throw block.File.Unsupported($"chunks with an index of kind {(int)kind} are not supported", at);
        }
        return new InChunks(sizes, kind, block.AddressOrNone()) { EdgesAreUnfiltered = (flags & 1) != 0, Single = single };
    }

    // The last size is the element's.
    private static long[] ChunkSizes(Block block, int rank, int bytes, int elementSize, long at)
    {
        if (rank < 2) throw block.File.Damaged("a chunk has no axis", at);
        var sizes = new long[rank - 1];
        ulong total = (ulong)elementSize;
        foreach (ref long size in sizes.AsSpan())
        {
            ulong announced = block.Unsigned(bytes);
            if (announced == 0 || announced > (ulong)Array.MaxLength || total > (ulong)Array.MaxLength / announced)
                throw block.File.Damaged("a chunk has an impossible size", at);
            size = (long)announced;
            total *= announced;
        }
        return block.Unsigned(bytes) == (ulong)elementSize
            ? sizes
            : throw block.File.Damaged("the elements of a chunk have another size than the dataset's", at);
    }
}
