namespace Fashion.Keras.Hdf5;

/// <summary>Where texts of any length are stored: collections of numbered objects.</summary>
internal sealed class GlobalHeap(Bytes file)
{
    /// <summary>Bytes of all texts that were found.</summary>
    public long Total { get; private set; }

    /// <summary>The text that a reference of size, address and number leads to.</summary>
    public ReadOnlySpan<byte> Find(Block reference)
    {
        long at = reference.Here;
        uint length = reference.U32();
        ulong address = reference.Unsigned(file.OffsetSize);
        uint number = reference.U32();
        if (length == 0) return [];
        if (address >= (ulong)file.Length) throw file.Damaged($"a text is at byte {address}, outside of the file", at);
        if (!file.State.Collection((long)address, Collection).TryGetValue(number, out ReadOnlyMemory<byte> found))
            throw file.Damaged($"there is no text {number} in the heap at byte {address}", at);
        if (length > found.Length) throw file.Damaged($"a text of {length} bytes is announced where {found.Length} are stored", at);
        if ((Total += length) > file.Length) throw file.Damaged("texts announce more bytes than the file has", at);
        return found.Span[..(int)length];
    }

    // Objects follow each other; number 0 is the free rest.
    private IReadOnlyDictionary<uint, ReadOnlyMemory<byte>> Collection(long at)
    {
        int prefix = 8 + file.LengthSize, header = 8 + file.LengthSize;
        Block start = file.Block(at, (ulong)prefix, "GCOL"u8);
        start.Version(1, "heaps of texts");
        start.Skip(3);
        ulong size = start.Length();
        if (size < (ulong)prefix) throw file.Damaged("a heap of texts has no room", at);
        Block block = new Budget(file, "the heap of texts", owner: at).Block(at, size);
        block.Skip(prefix);
        var objects = new Dictionary<uint, ReadOnlyMemory<byte>>();
        while (block.Left >= header)
        {
            uint number = block.U16();
            block.Skip(6);
            ulong length = block.Length();
            if (number == 0) break;
            if (length > (ulong)block.Left) throw file.Damaged("a text is longer than the heap that holds it", block.Here);
            objects[number] = block.RestBytes[..(int)length];
            block.Skip((int)Math.Min((length + 7) & ~7UL, (ulong)block.Left));
        }
        return objects;
    }
}
