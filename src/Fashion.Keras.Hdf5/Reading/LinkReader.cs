namespace Fashion.Keras.Hdf5;

/// <summary>The links of a group, of the old style (a sorted table) and of the new one (messages, or a heap with an index).</summary>
internal static class LinkReader
{
    private const uint SoftLinkEntry = 2;

    public static IReadOnlyList<H5Link> Read(Bytes file, ObjectHeader header)
    {
        if (header.Find(ObjectHeader.SymbolTable) is { } table) return Table(file, table.Address(), table.Address());
        var links = new List<(H5Link Link, ulong? Order)>();
        foreach (ObjectHeader.Message message in header.Messages)
            if (message.Type == ObjectHeader.Link) links.Add(H5Link.Read(message.Data.Rest()));
        Block info = header.Find(ObjectHeader.LinkInfo)!;
        info.Version(0, "link information");
        int flags = info.U8();
        if ((flags & 1) != 0) info.Skip(8);
        if (info.AddressOrNone() is { } heapAddress)
        {
            var heap = new FractalHeap(file, heapAddress);
            foreach (Block record in new BTree2(file, info.Address(), BTree2.LinkNames).Records())
            {
                record.Skip(4);
                links.Add(H5Link.Read(heap.Find(record.Sub(heap.IdLength))));
            }
        }
        // A stable sort: links without an order stay as they are.
        return [.. links.OrderBy(link => link.Order ?? 0).Select(link => link.Link)];
    }

    private static List<H5Link> Table(Bytes file, long tree, long heapAddress)
    {
        Block heap = file.Block(heapAddress, (ulong)(8 + 2 * file.LengthSize + file.OffsetSize), "HEAP"u8);
        heap.Version(0, "local heaps");
        heap.Skip(3);
        ulong size = heap.Length();
        heap.Length();
        long at = heap.Address();
        file.State.CountStructure(file, file.Owner, at, size);
        ReadOnlyMemory<byte> names = file.Block(at, size).RestBytes;
        var links = new List<H5Link>();
        var budget = new Budget(file, "a table of links");
        foreach (long node in BTree1.Leaves(file, tree, BTree1.Groups, file.LengthSize))
        {
            int prefix = 8, entry = 2 * file.OffsetSize + 24;
            Block start = file.Block(node, (ulong)prefix, "SNOD"u8);
            start.Version(1, "tables of links");
            start.Skip(1);
            Block block = budget.Block(node, (ulong)(prefix + start.U16() * entry));
            block.Skip(prefix);
            while (block.Left > 0) links.Add(Entry(block.Sub(entry), names, at));
        }
        return links;
    }

    private static H5Link Entry(Block entry, ReadOnlyMemory<byte> names, long namesAt)
    {
        Bytes file = entry.File;
        string name = Name(file.OffsetSize);
        long at = entry.Here;
        ulong address = entry.Unsigned(file.OffsetSize);
        uint kind = entry.U32();
        entry.Skip(4);
        if (kind == SoftLinkEntry) return new H5Link(name, H5LinkKind.Soft, Name(4), -1);
        if (kind > SoftLinkEntry) throw file.Damaged($"a link is of the unknown kind {kind}", at);
        return address < (ulong)file.Length
            ? new H5Link(name, H5LinkKind.Hard, null, (long)address)
            : throw file.Damaged($"a link leads to byte {address}, outside of the file", at);

        string Name(int bytes)
        {
            long place = entry.Here;
            ulong offset = entry.Unsigned(bytes);
            return offset < (ulong)names.Length
                ? new Block(file, names[(int)offset..], namesAt + (long)offset).Text()
                : throw file.Damaged("the name of a link is outside of the heap of names", place);
        }
    }
}
