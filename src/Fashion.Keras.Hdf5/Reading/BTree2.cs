using System.Numerics;

namespace Fashion.Keras.Hdf5;

/// <summary>The newer kind of tree: records in all nodes, with checksums.</summary>
internal sealed class BTree2
{
    public const int HugeObjects = 1, LinkNames = 5, AttributeNames = 8, Chunks = 10, FilteredChunks = 11;

    // Signature, version and type before the records, a checksum after them.
    private const int Overhead = 10;

    private readonly Bytes _file;
    private readonly int _type, _nodeSize, _depth, _rootRecords;
    private readonly long? _root;

    // By height above the leaves: most records of a node; bytes that count the records of all nodes below.
    private readonly ulong[] _most;
    private readonly int[] _totalBytes;
    private readonly int _countBytes;

    public BTree2(Bytes file, long address, int type)
    {
        _file = file;
        _type = type;
        Block header = file.Block(address, (ulong)(22 + file.OffsetSize + file.LengthSize), "BTHD"u8);
        header.ChecksumAtEnd("a tree");
        header.Version(0, "trees");
        if (header.U8() != type) throw file.Damaged("a tree is of the wrong kind", address);
        uint nodeSize = header.U32();
        RecordSize = header.U16();
        _depth = header.U16();
        header.Skip(2);
        _root = header.AddressOrNone();
        _rootRecords = header.U16();
        if (nodeSize > (ulong)file.Length || RecordSize == 0 || nodeSize < (uint)(Overhead + RecordSize) || _depth > 32)
            throw file.Damaged("a tree has impossible sizes", address);
        _nodeSize = (int)nodeSize;
        _most = new ulong[_depth + 1];
        _totalBytes = new int[_depth + 1];
        ulong total = _most[0] = (ulong)((_nodeSize - Overhead) / RecordSize);
        _countBytes = BytesFor(total);
        for (int i = 1; i <= _depth; i++)
        {
            int pointer = file.OffsetSize + _countBytes + _totalBytes[i - 1];
            if (_nodeSize < Overhead + pointer) throw file.Damaged("a tree has impossible sizes", address);
            _most[i] = (ulong)((_nodeSize - Overhead - pointer) / (RecordSize + pointer));
            total = unchecked((_most[i] + 1) * total + _most[i]);
            _totalBytes[i] = BytesFor(total);
        }
    }

    /// <summary>Bytes of a record.</summary>
    public int RecordSize { get; }

    /// <summary>All records in order.</summary>
    public IEnumerable<Block> Records() => _root is { } root ? Node(root, _rootRecords, _depth, new Budget(_file, "a tree")) : [];

    private IEnumerable<Block> Node(long at, int count, int height, Budget budget)
    {
        int pointer = height == 0 ? 0 : _file.OffsetSize + _countBytes + _totalBytes[height - 1];
        if ((ulong)count > _most[height]) throw _file.Damaged("a node of a tree has more records than fit", at);
        int size = Overhead + count * RecordSize + (height == 0 ? 0 : (count + 1) * pointer);
        Block block = budget.Block(at, (ulong)size);
        block.ChecksumAtEnd("a node of a tree");
        block.Signature(height == 0 ? "BTLF"u8 : "BTIN"u8);
        block.Version(0, "nodes of trees");
        if (block.U8() != _type) throw _file.Damaged("a node belongs to a tree of another kind", at);
        Block records = block.Sub(count * RecordSize);
        for (int i = 0; i <= count; i++)
        {
            if (height > 0)
            {
                long child = block.Address();
                int childCount = (int)block.Unsigned(_countBytes);
                block.Skip(_totalBytes[height - 1]);
                foreach (Block record in Node(child, childCount, height - 1, budget)) yield return record;
            }
            if (i < count) yield return records.Sub(RecordSize);
        }
    }

    private static int BytesFor(ulong limit) => limit == 0 ? 1 : BitOperations.Log2(limit) / 8 + 1;
}
