namespace Fashion.Keras.Hdf5;

/// <summary>The elements of the two kinds of arrays that lead to chunks, and the pages that long arrays come in.</summary>
internal static class Element
{
    /// <summary>Refuses an element that cannot hold an address, and for filtered chunks a size and a mask of filters.</summary>
    public static void Check(Bytes file, int size, bool filtered, long at)
    {
        int rest = size - file.OffsetSize;
        if (filtered ? rest is < 5 or > 12 : rest != 0) throw file.Damaged("an array of chunks has elements of an impossible size", at);
    }

    /// <summary>The elements of the pages that were written.</summary>
    /// <param name="bitmap">A bit for each page, the highest first; null when all were written.</param>
    /// <param name="count">Elements of all pages.</param>
    /// <param name="page">Elements of a page; the last one may have fewer.</param>
    /// <param name="size">Bytes of an element.</param>
    /// <param name="first">Number of the first element.</param>
    /// <param name="read">Reads the page that comes next.</param>
    /// <param name="moveOn">Passes over it.</param>
    public static IEnumerable<(ulong Number, Block Element)> Pages(byte[]? bitmap, ulong count, ulong page, int size, ulong first,
        Func<ulong, Block> read, Action<ulong> moveOn)
    {
        for (ulong done = 0, number = 0; done < count; done += page, number++)
        {
            ulong here = Math.Min(page, count - done), length = here * (ulong)size + 4;
            if (bitmap is null || (bitmap[number / 8] & 0x80 >> (int)(number % 8)) != 0)
            {
                Block block = read(length);
                block.ChecksumAtEnd("a page of an array of chunks");
                for (ulong i = 0; i < here; i++) yield return (first + done + i, block.Sub(size));
            }
            moveOn(length);
        }
    }
}
