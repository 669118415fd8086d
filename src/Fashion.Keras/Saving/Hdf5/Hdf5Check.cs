namespace Fashion.Keras.Saving;

/// <summary>
/// Looks through the structure of an HDF5 file before PureHDF reads it, because PureHDF believes what headers say: every
/// size must fit into the file, nothing may point outside of it or into another file, and nothing may go in circles.
/// Source of the format: "HDF5 File Format Specification", version 3.0.
/// </summary>
internal sealed class Hdf5Check
{
    // Deeper trees come from no model; they only serve to exhaust a stack. A model inside a model takes two levels.
    public const int DeepestTree = 2 * Layers.Nesting.Deepest + 16;

    private readonly Hdf5Bytes _file;
    private readonly Hdf5HeaderCheck _headers;
    private readonly HashSet<long> _seen = [], _groups = [];
    private readonly Dictionary<long, Dictionary<uint, ulong>> _heaps = [];
    private ulong _elements, _textBytes;

    private Hdf5Check(Hdf5Bytes file)
    {
        _file = file;
        _headers = new Hdf5HeaderCheck(file);
    }

    /// <summary>The first bytes of every HDF5 file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <returns>How many numbers the datasets hold.</returns>
    /// <exception cref="ModelFormatException">The file is damaged, or uses what Keras never writes.</exception>
    public static long Run(byte[] data, string file)
    {
        var bytes = new Hdf5Bytes(data, file);
        bytes.Signature(Signature, 0);
        var check = new Hdf5Check(bytes);
        check.Root();
        return (long)check._elements;
    }

    private void Root()
    {
        byte version = _file.U8(8);
        // Sizes of offsets and of lengths; other than 8 bytes nobody writes.
        int sizes = version < 2 ? 13 : 9;
        if (_file.U8(sizes) != 8 || _file.U8(sizes + 1) != 8) throw _file.Unsupported("addresses that are not 8 bytes long are not supported");
        int after = version switch { 0 => 24, 1 => 28, 2 or 3 => 12, _ => throw _file.Unsupported($"superblock version {version} is not supported") };
        if (_file.U64(after) != 0) throw _file.Unsupported("a base address other than 0 is not supported");
        if (_file.U64(after + 8) != Hdf5Bytes.Nowhere) throw _file.Unsupported("file-wide extensions are not supported");
        if (version < 2 && _file.U64(after + 24) != Hdf5Bytes.Nowhere) throw _file.Unsupported("files with driver information (split over several files) are not supported");
        if (version < 2) Entry(after + 32, 0);
        else Object(_file.Address(after + 24), 0);
    }

    // An entry of a symbol table: place of the name, the object, and a copy of where the object's own table is.
    private void Entry(long at, int depth)
    {
        uint copy = _file.U32(at + 16);
        if (copy > 1) throw _file.Unsupported("soft links are not followed");
        Hdf5HeaderFacts? facts = Object(_file.Address(at + 8), depth);
        if (copy == 1 && facts is not null && (facts.SymbolTree != _file.Address(at + 24) || facts.SymbolHeap != _file.Address(at + 32)))
            throw _file.Damaged("a group is linked with the table of another one", at);
    }

    // Null for data that was seen before.
    private Hdf5HeaderFacts? Object(long address, int depth)
    {
        if (depth > DeepestTree) throw _file.Damaged($"groups are nested more than {DeepestTree} deep", address);
        // The ways through groups that are linked twice multiply, and can lead in circles.
        if (_groups.Contains(address)) throw _file.Damaged("a group is linked twice", address);
        if (!_seen.Add(address)) return null;
        Hdf5HeaderFacts facts = _headers.Read(address);
        if (facts.IsGroup) _groups.Add(address);
        foreach (long child in facts.Links) Object(child, depth + 1);
        if (facts.SymbolTree is { } tree)
        {
            LocalHeap(facts.SymbolHeap);
            SymbolTree(tree, depth);
        }
        Data(facts, address);
        if (facts.ChunkTree is { } chunks) ChunkTree(chunks, facts.ChunkRank, 0);
        foreach ((long heap, uint number) in facts.Texts) Text(heap, number);
        return facts;
    }

    // Contiguous data must be there in full. Chunks may be compressed, but a claim of more than 1:100 and 64 MiB is a bomb.
    private void Data(Hdf5HeaderFacts facts, long address)
    {
        if (facts.Elements == 0 || facts.ElementBytes == 0) return;
        ulong limit = facts.StoredBytes ?? Math.Max(64UL << 20, 100 * (ulong)_file.Length);
        if (facts.Elements > limit / facts.ElementBytes) throw _file.Damaged($"a dataset announces {facts.Elements} elements, more than are stored", address);
        _elements += facts.Elements;
        if (_elements > int.MaxValue) throw _file.Unsupported("files with more than 2^31 numbers are not supported");
    }

    private void LocalHeap(long at)
    {
        _file.Signature("HEAP"u8, at);
        _file.Range(_file.Address(at + 24), _file.U64(at + 8));
    }

    private void SymbolTree(long at, int depth)
    {
        foreach (long child in Tree(at, type: 0, keyBytes: 8, depth))
        {
            if (_file.Range(child, 4).SequenceEqual("TREE"u8)) { SymbolTree(child, depth + 1); continue; }
            _file.Signature("SNOD"u8, child);
            int count = _file.U16(child + 6);
            for (int i = 0; i < count; i++) Entry(child + 8 + i * 40L, depth + 1);
        }
    }

    private void ChunkTree(long at, int rank, int depth)
    {
        int keyBytes = 8 + 8 * rank;
        bool inner = _file.U8(at + 5) > 0;
        foreach ((int i, long child) in Tree(at, type: 1, keyBytes, depth).Index())
        {
            if (inner) ChunkTree(child, rank, depth + 1);
            else _file.Range(child, _file.U32(at + 24 + i * (keyBytes + 8L)));
        }
    }

    // A node of a version 1 B-tree: keys and children alternate, one key more than children.
    private List<long> Tree(long at, int type, int keyBytes, int depth)
    {
        if (depth > DeepestTree || !_seen.Add(at)) throw _file.Damaged("a tree of links or chunks goes in circles", at);
        _file.Signature("TREE"u8, at);
        if (_file.U8(at + 4) != type) throw _file.Damaged("a tree is of the wrong kind", at);
        int count = _file.U16(at + 6);
        var children = new List<long>();
        for (int i = 0; i < count; i++) children.Add(_file.Address(at + 24 + i * (keyBytes + 8L) + keyBytes));
        return children;
    }

    // Each text is stored once, so all of them together fit into the file; a list that names a long one many times unfolds.
    private void Text(long heap, uint number)
    {
        if (!_heaps.TryGetValue(heap, out Dictionary<uint, ulong>? lengths))
        {
            _heaps[heap] = lengths = [];
            GlobalHeap(heap, lengths);
        }
        _textBytes += lengths.GetValueOrDefault(number);
        if (_textBytes > (ulong)_file.Length) throw _file.Damaged("texts announce more bytes than the file has", heap);
    }

    // Where texts of variable length live. Objects follow each other; index 0 is the free rest.
    private void GlobalHeap(long at, Dictionary<uint, ulong> lengths)
    {
        if (!_seen.Add(at)) throw _file.Damaged("a heap of texts is something else, too", at);
        _file.Signature("GCOL"u8, at);
        ulong size = _file.U64(at + 8);
        _file.Range(at, size);
        long end = at + (long)size;
        for (long next = at + 16; end - next > 16 && _file.U16(next) != 0;)
        {
            ulong length = _file.U64(next + 8);
            _file.Range(next + 16, length);
            lengths[_file.U16(next)] = length;
            next += 16 + (((long)length + 7) & ~7L);
            if (next > end) throw _file.Damaged("a text is longer than the heap that holds it", next);
        }
    }
}
