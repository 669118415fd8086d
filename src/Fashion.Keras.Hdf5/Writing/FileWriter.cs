namespace Fashion.Keras.Hdf5;

/// <summary>
/// Lays out a file and writes it from its first byte to its last: the superblock, all headers, the texts, then the numbers one
/// dataset after the other. All sizes are known before, so that nothing is written twice and the destination need not seek.
/// </summary>
internal sealed class FileWriter
{
    private const int SuperblockSize = 48, SuperblockVersion = 2, Alignment = 8;

    private readonly GroupNode _root;
    private readonly List<Node> _nodes = [];
    private readonly HeapWriter _heap = new();
    private readonly long _length;

    public FileWriter(GroupNode root)
    {
        _root = root;
        Collect(root);
        foreach (Node node in _nodes)
        {
            foreach (Content attribute in node.Attributes) attribute.Place(_heap);
            if (node is DatasetNode dataset) dataset.Content.Place(_heap);
        }
        long end = SuperblockSize;
        // Sizes of headers do not depend on the addresses in them.
        foreach (Node node in _nodes) node.Address = Take(node.Header().Length);
        foreach (HeapWriter.Collection collection in _heap.Collections) collection.Address = Take(collection.Size);
        foreach (DatasetNode dataset in Datasets) dataset.DataAddress = Take(dataset.Content.Size);
        _length = end;

        long Take(long size)
        {
            long at = end;
            end = checked(end + size + (-size & (Alignment - 1)));
            return at;
        }
    }

    private IEnumerable<DatasetNode> Datasets => _nodes.OfType<DatasetNode>();

    public void Write(Stream destination)
    {
        destination.Write(Superblock());
        foreach (Node node in _nodes)
        {
            byte[] header = node.Header();
            destination.Write(header);
            Pad(destination, header.Length);
        }
        foreach (HeapWriter.Collection collection in _heap.Collections)
        {
            collection.Write(destination);
            Pad(destination, collection.Size);
        }
        foreach (DatasetNode dataset in Datasets)
        {
            dataset.Content.Write(destination);
            Pad(destination, dataset.Content.Size);
        }
    }

    // Groups before what is in them. Not by recursion: users may nest them as deep as they like.
    private void Collect(GroupNode root)
    {
        _nodes.Add(root);
        for (int i = 0; i < _nodes.Count; i++)
            if (_nodes[i] is GroupNode group) _nodes.AddRange(group.Links.Values);
    }

    private ReadOnlySpan<byte> Superblock()
    {
        var block = new ByteWriter();
        block.Bytes(H5File.Signature);
        block.U8(SuperblockVersion);
        // Bytes of addresses and of lengths; flags.
        block.U8(8);
        block.U8(8);
        block.U8(0);
        block.I64(0);
        block.I64(ByteWriter.Nowhere);
        block.I64(_length);
        block.I64(_root.Address);
        block.Checksum();
        return block.Written;
    }

    private static void Pad(Stream destination, long size)
    {
        Span<byte> zeros = stackalloc byte[Alignment];
        zeros.Clear();
        destination.Write(zeros[..(int)(-size & (Alignment - 1))]);
    }
}
