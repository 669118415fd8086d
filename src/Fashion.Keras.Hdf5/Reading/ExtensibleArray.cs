using System.Numerics;

namespace Fashion.Keras.Hdf5;

/// <summary>
/// The index of chunks of a dataset that grows along one axis: an array whose first elements are in a block of their own, the
/// others in blocks that become larger and larger.
/// </summary>
internal sealed class ExtensibleArray(Bytes file, long address, bool filtered)
{
    private readonly Budget _budget = new(file, "an array of chunks");
    private int _size, _offsetBytes, _pageBits;

    /// <summary>The elements that are there, by number.</summary>
    public IEnumerable<(ulong Number, Block Element)> Elements()
    {
        Block header = file.Block(address, (ulong)(16 + file.OffsetSize + 6 * file.LengthSize), "EAHD"u8);
        header.ChecksumAtEnd("an array of chunks");
        header.Version(0, "arrays of chunks");
        if (header.U8() != (filtered ? 1 : 0)) throw file.Damaged("an array of chunks is of the wrong kind", address);
        _size = header.U8();
        int bits = header.U8(), inIndex = header.U8(), smallest = header.U8(), pointers = header.U8();
        _pageBits = header.U8();
        header.Skip(6 * file.LengthSize);
        Element.Check(file, _size, filtered, address);
        if (bits is 0 or > 64 || !BitOperations.IsPow2(smallest) || !BitOperations.IsPow2(pointers) || smallest < 1 || pointers < 1
            || _pageBits > 31 || bits < BitOperations.Log2((uint)smallest))
            throw file.Damaged("an array of chunks has impossible sizes", address);
        if (header.AddressOrNone() is not { } at) yield break;
        _offsetBytes = (bits + 7) / 8;
        // The first groups of blocks are named in the index itself, the others by a block of their own each.
        int groups = 1 + bits - BitOperations.Log2((uint)smallest), direct = Math.Min(groups, 2 * BitOperations.Log2((uint)pointers));
        int blocks = Enumerable.Range(0, direct).Sum(group => 1 << (group / 2));
        Block index = _budget.Block(at, (ulong)(6 + file.OffsetSize + inIndex * _size + (blocks + groups - direct) * file.OffsetSize + 4));
        index.ChecksumAtEnd("an array of chunks");
        Start(index, "EAIB"u8);
        for (int i = 0; i < inIndex; i++) yield return ((ulong)i, index.Sub(_size));
        ulong number = (ulong)inIndex;
        for (int group = 0; group < groups; group++)
        {
            ulong count = 1UL << (group / 2), each = (ulong)smallest << ((group + 1) / 2);
            if (group < direct)
            {
                for (ulong i = 0; i < count; i++, number += each)
                    if (index.AddressOrNone() is { } block)
                        foreach ((ulong, Block) element in Data(block, number, each, null)) yield return element;
                continue;
            }
            if (index.AddressOrNone() is { } secondary)
                foreach ((ulong, Block) element in Group(secondary, number, count, each)) yield return element;
            number = unchecked(number + count * each);
        }
    }

    private IEnumerable<(ulong, Block)> Group(long at, ulong number, ulong count, ulong each)
    {
        ulong bitmap = Pages(each) == 0 ? 0 : (Pages(each) + 7) / 8;
        if (count > (ulong)file.Length || bitmap > (ulong)file.Length) throw file.Damaged("an array of chunks has impossible sizes", at);
        Block block = _budget.Block(at, (ulong)(6 + file.OffsetSize + _offsetBytes) + count * bitmap + count * (ulong)file.OffsetSize + 4);
        block.ChecksumAtEnd("an array of chunks");
        Start(block, "EASB"u8);
        block.Skip(_offsetBytes);
        var bitmaps = new byte[count][];
        foreach (ref byte[] pages in bitmaps.AsSpan()) pages = block.Take((int)bitmap).ToArray();
        for (ulong i = 0; i < count; i++, number += each)
            if (block.AddressOrNone() is { } data)
                foreach ((ulong, Block) element in Data(data, number, each, bitmaps[i])) yield return element;
    }

    private IEnumerable<(ulong, Block)> Data(long at, ulong number, ulong count, byte[]? bitmap)
    {
        bool paged = Pages(count) > 0;
        if (count > (ulong)file.Length) throw file.Damaged("an array of chunks has impossible sizes", at);
        ulong size = (ulong)(6 + file.OffsetSize + _offsetBytes) + (paged ? 0 : count * (ulong)_size) + 4;
        Block block = _budget.Block(at, size);
        block.ChecksumAtEnd("an array of chunks");
        Start(block, "EADB"u8);
        block.Skip(_offsetBytes);
        if (!paged)
        {
            for (ulong i = 0; i < count; i++) yield return (number + i, block.Sub(_size));
            yield break;
        }
        long next = at + (long)size;
        foreach ((ulong, Block) element in Element.Pages(bitmap, count, 1UL << _pageBits, _size, number,
            length => _budget.Block(next, length), length => next += (long)length)) yield return element;
    }

    private ulong Pages(ulong count) => count > 1UL << _pageBits ? count >> _pageBits : 0;

    private void Start(Block block, ReadOnlySpan<byte> signature)
    {
        block.Signature(signature);
        block.Version(0, "arrays of chunks");
        block.Skip(1);
        block.Owner(address);
    }
}
