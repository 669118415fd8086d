namespace Fashion.Keras.Hdf5;

/// <summary>The older kind of tree: of the links of a group, and of the chunks of a dataset.</summary>
internal static class BTree1
{
    public const int Groups = 0, Chunks = 1;

    private const int Highest = 64;

    /// <summary>The addresses in the lowest nodes, from left to right.</summary>
    public static IEnumerable<long> Leaves(Bytes file, long root, int type, int keyBytes) =>
        Entries(file, root, type, keyBytes).Select(entry => entry.Child);

    /// <summary>Keys and addresses in the lowest nodes, from left to right.</summary>
    public static IEnumerable<(Block Key, long Child)> Entries(Bytes file, long root, int type, int keyBytes)
    {
        int prefix = 8 + 2 * file.OffsetSize;
        var budget = new Budget(file, type == Groups ? "a tree of links" : "a tree of chunks");
        var open = new Stack<(long At, int Level)>();
        open.Push((root, -1));
        while (open.TryPop(out (long At, int Level) next))
        {
            Block start = file.Block(next.At, (ulong)prefix, "TREE"u8);
            if (start.U8() != type) throw file.Damaged("a tree is of the wrong kind", next.At);
            int level = start.U8(), count = start.U16();
            if (level > Highest || (next.Level >= 0 && level != next.Level))
                throw file.Damaged("a node of a tree is on the wrong level", next.At);
            Block node = budget.Block(next.At, (ulong)prefix + (ulong)count * (ulong)(keyBytes + file.OffsetSize));
            node.Skip(prefix);
            var children = new (long, int)[level > 0 ? count : 0];
            for (int i = 0; i < count; i++)
            {
                Block key = node.Sub(keyBytes);
                long child = node.Address();
                if (level == 0) yield return (key, child);
                else children[count - 1 - i] = (child, level - 1);
            }
            foreach ((long, int) child in children) open.Push(child);
        }
    }
}
