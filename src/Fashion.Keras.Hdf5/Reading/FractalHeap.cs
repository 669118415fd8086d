using System.Numerics;

namespace Fashion.Keras.Hdf5;

/// <summary>Where many links or attributes of one object are stored: blocks whose sizes double from row to row.</summary>
internal sealed class FractalHeap
{
    private readonly Bytes _file;
    private readonly long _address;
    private readonly int _width, _offsetBytes, _lengthBytes, _firstRows, _heapBits;
    private readonly ulong _startSize, _mostDirect;
    private readonly long? _root, _hugeTree;
    private readonly int _rootRows;
    private readonly bool _checksums;
    private readonly Budget _budget;
    private readonly Dictionary<long, Block> _blocks = [];
    private Dictionary<ulong, (long At, ulong Length)>? _huge;

    public FractalHeap(Bytes file, long address)
    {
        _file = file;
        _address = address;
        _budget = new Budget(file, "a heap");
        int size = 26 + 3 * file.OffsetSize + 12 * file.LengthSize;
        Block header = file.Block(address, (ulong)size, "FRHP"u8);
        header.Version(0, "heaps");
        IdLength = header.U16();
        if (header.U16() != 0) throw file.Unsupported("heaps with filters are not supported", address);
        header.ChecksumAtEnd("a heap");
        _checksums = (header.U8() & 2) != 0;
        uint mostManaged = header.U32();
        header.Length();
        _hugeTree = header.AddressOrNone();
        // Free space and statistics.
        header.Skip(file.LengthSize + file.OffsetSize + 8 * file.LengthSize);
        _width = header.U16();
        _startSize = header.Length();
        _mostDirect = header.Length();
        _heapBits = header.U16();
        header.Skip(2);
        _root = header.AddressOrNone();
        _rootRows = header.U16();
        if (_width == 0 || !BitOperations.IsPow2(_width) || !BitOperations.IsPow2(_startSize) || !BitOperations.IsPow2(_mostDirect)
            || _startSize > _mostDirect || _mostDirect > 1UL << 31 || _heapBits is 0 or > 64)
            throw file.Damaged("a heap has impossible sizes", address);
        _offsetBytes = (_heapBits + 7) / 8;
        _lengthBytes = Math.Min(BytesFor(_mostDirect), BytesFor(mostManaged));
        _firstRows = BitOperations.Log2(_mostDirect) - BitOperations.Log2(_startSize) + 2;
        if (IdLength < 1 + _offsetBytes + _lengthBytes || IdLength > 4096) throw file.Damaged("a heap has impossible sizes", address);
    }

    /// <summary>Bytes that name an object of the heap.</summary>
    public int IdLength { get; }

    /// <summary>The object that a name leads to.</summary>
    public Block Find(Block id)
    {
        long at = id.Here;
        int first = id.U8();
        if (first >> 6 != 0) throw _file.Damaged("a name in a heap has an unknown version", at);
        return (first >> 4 & 3) switch
        {
            0 => Managed(id.Unsigned(_offsetBytes), id.Unsigned(_lengthBytes), at),
            1 => Huge(id),
            2 => IdLength - 1 <= 16 ? id.Sub((first & 15) + 1) : id.Sub(((first & 15) << 8 | id.U8()) + 1),
            _ => throw _file.Damaged("a name in a heap is of an unknown kind", at),
        };
    }

    private Block Managed(ulong offset, ulong length, long at)
    {
        if (_root is not { } block) throw _file.Damaged("an object is in an empty heap", at);
        ulong start = 0;
        ulong size = _startSize;
        for (int rows = _rootRows; rows > 0;)
        {
            (int row, int column, ulong rowStart) = Place(offset - start, rows, at);
            Block indirect = Indirect(block, rows);
            int skip = (row * _width + column) * _file.OffsetSize;
            Block entry = indirect.Rest();
            entry.Skip(skip);
            block = entry.AddressOrNone() ?? throw _file.Damaged("an object is in a block that a heap does not have", at);
            size = RowSize(row);
            start += rowStart + (ulong)column * size;
            rows = row < _firstRows ? 0 : BitOperations.Log2(size) - BitOperations.Log2(_startSize * (ulong)_width) + 1;
        }
        Block data = Direct(block, size).Rest();
        if (offset - start > size || length > size - (offset - start))
            throw _file.Damaged("an object reaches beyond its block of a heap", at);
        data.Skip((int)(offset - start));
        return data.Sub((int)length);
    }

    // Rows 0 and 1 have blocks of the first size; each further row doubles it.
    private (int Row, int Column, ulong RowStart) Place(ulong offset, int rows, long at)
    {
        ulong rowStart = 0;
        for (int row = 0; row < rows; row++)
        {
            ulong size = RowSize(row), bytes = unchecked(size * (ulong)_width);
            if (offset - rowStart < bytes) return (row, (int)((offset - rowStart) / size), rowStart);
            rowStart += bytes;
        }
        throw _file.Damaged("an object is outside of its heap", at);
    }

    private ulong RowSize(int row) =>
        row < 2 ? _startSize : row - 1 + BitOperations.Log2(_startSize) < 63
            ? _startSize << (row - 1)
            : throw _file.Damaged("a heap has too many rows", _address);

    private Block Indirect(long at, int rows)
    {
        if (_blocks.TryGetValue(at, out Block? known)) return known;
        Block block = _budget.Block(at, (ulong)(5 + _file.OffsetSize + _offsetBytes + rows * _width * _file.OffsetSize + 4));
        block.ChecksumAtEnd("a block of a heap");
        block.Signature("FHIB"u8);
        block.Version(0, "blocks of heaps");
        block.Owner(_address);
        block.Skip(_offsetBytes);
        return _blocks[at] = block;
    }

    // Places of objects count from the start of the block, its header included.
    private Block Direct(long at, ulong size)
    {
        if (_blocks.TryGetValue(at, out Block? known)) return known;
        Block whole = _budget.Block(at, size), block = whole.Rest();
        block.Signature("FHDB"u8);
        block.Version(0, "blocks of heaps");
        block.Owner(_address);
        block.Skip(_offsetBytes);
        if (_checksums)
        {
            // The checksum is of the whole block with zeros in its own place.
            byte[] copy = whole.RestBytes.ToArray();
            copy.AsSpan(block.Position, 4).Clear();
            if (block.U32() != Lookup3.Hash(copy) && !_file.State.IgnoresChecksums)
                throw _file.Damaged("the checksum of a block of a heap is wrong", at);
        }
        return _blocks[at] = whole;
    }

    // Objects too large for blocks lie on their own; the name is a number in a tree, or says the place itself.
    private Block Huge(Block id)
    {
        long at = id.Here;
        if (IdLength - 1 >= _file.OffsetSize + _file.LengthSize) return _file.Block(id.Address(), id.Length());
        if (_huge is null)
        {
            _huge = [];
            foreach (Block record in new BTree2(_file, _hugeTree ?? throw _file.Damaged("a heap has no tree of large objects", at),
                BTree2.HugeObjects).Records())
                if (record.Address() is var place && record.Length() is var length) _huge[record.Length()] = (place, length);
        }
        ulong number = id.Unsigned(Math.Min(IdLength - 1, 8));
        return _huge.TryGetValue(number, out (long At, ulong Length) found)
            ? _file.Block(found.At, found.Length)
            : throw _file.Damaged("a large object is missing", at);
    }

    private static int BytesFor(ulong limit) => limit == 0 ? 1 : BitOperations.Log2(limit) / 8 + 1;
}
