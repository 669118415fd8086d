namespace Fashion.Keras.Hdf5;

/// <summary>The index of chunks of a dataset that cannot grow: an array, in pages when it is long.</summary>
internal sealed class FixedArray(Bytes file, long address, bool filtered)
{
    /// <summary>The elements that are there, by number.</summary>
    public IEnumerable<(ulong Number, Block Element)> Elements()
    {
        Block header = file.Block(address, (ulong)(12 + file.OffsetSize + file.LengthSize), "FAHD"u8);
        header.ChecksumAtEnd("an array of chunks");
        header.Version(0, "arrays of chunks");
        if (header.U8() != (filtered ? 1 : 0)) throw file.Damaged("an array of chunks is of the wrong kind", address);
        int size = header.U8(), pageBits = header.U8();
        ulong count = header.Length();
        Element.Check(file, size, filtered, address);
        if (header.AddressOrNone() is not { } at) yield break;
        if (pageBits > 31 || count > (ulong)file.Length) throw file.Damaged("an array of chunks has impossible sizes", address);
        ulong page = 1UL << pageBits, pages = count <= page ? 0 : (count + page - 1) / page;
        int prefix = 6 + file.OffsetSize, bitmap = (int)((pages + 7) / 8);
        var budget = new Budget(file, "an array of chunks");
        Block block = budget.Block(at, (ulong)(prefix + bitmap) + (pages == 0 ? count * (ulong)size : 0) + 4);
        block.Signature("FADB"u8);
        block.ChecksumAtEnd("an array of chunks");
        block.Version(0, "arrays of chunks");
        block.Skip(1);
        block.Owner(address);
        if (pages == 0)
        {
            for (ulong i = 0; i < count; i++) yield return (i, block.Sub(size));
            yield break;
        }
        long next = at + prefix + bitmap + 4;
        foreach ((ulong, Block) element in Element.Pages(block.Take(bitmap).ToArray(), count, page, size, 0,
            length => budget.Block(next, length), length => next += (long)length)) yield return element;
    }
}
