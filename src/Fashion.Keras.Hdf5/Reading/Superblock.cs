namespace Fashion.Keras.Hdf5;

/// <summary>The start of a file: sizes of addresses, and where the root group is.</summary>
internal static class Superblock
{
    /// <summary>Reads it; the file may start with a block of the user's own, of 512, 1024, 2048 ... bytes.</summary>
    /// <returns>The file as addresses see it, and the address of the root group.</returns>
    public static (Bytes File, long Root) Read(Source source, string name, FileState state)
    {
        var whole = new Bytes(source, name, "/") { State = state };
        long at = 0;
        while (!IsAt(source, at))
        {
            at = at == 0 ? 512 : at * 2;
            if (at >= source.Length) throw whole.Damaged("it does not start as HDF5 files do", 0);
        }
        Block block = whole.Block(at + 8, (ulong)Math.Min(source.Length - at - 8, 120));
        int version = block.U8();
        if (version > 3) throw whole.Unsupported($"superblock version {version} is not supported", at + 8);
        if (version < 2) block.Skip(4);
        int offsets = block.U8(), lengths = block.U8();
        if (offsets is not (2 or 4 or 8) || lengths is not (2 or 4 or 8))
            throw whole.Unsupported($"addresses of {offsets} and lengths of {lengths} bytes are not supported", at + 8);
        // Version 0: a reserved byte, two node sizes, flags; version 1 has two numbers more; version 2: flags.
        block.Skip(version switch { 0 => 9, 1 => 13, _ => 1 });
        ulong start = block.Unsigned(offsets);
        if (start != 0 && start != (ulong)at) throw whole.Damaged($"the base address is {start}", at);
        var file = new Bytes(source, name, "/") { OffsetSize = offsets, LengthSize = lengths, Base = (long)start, State = state };
        block.Skip(offsets);
        ulong end = block.Unsigned(offsets);
        if (end > (ulong)source.Length) throw whole.Damaged($"it should have {end} bytes, but has {source.Length}; it is cut off", at);
        if (version >= 2)
        {
            ulong root = block.Unsigned(offsets);
            int length = block.Position + 8;
            Block all = whole.Block(at, (ulong)length + 4);
            all.Skip(length);
            all.Checksum("the superblock");
            return (file, Inside(file, root));
        }
        if (block.Unsigned(offsets) != ulong.MaxValue >> (64 - 8 * offsets))
            throw whole.Unsupported("files that are split over several ones are not supported", at);
        block.Skip(offsets);
        return (file, Inside(file, block.Unsigned(offsets)));
    }

    private static long Inside(Bytes file, ulong root) =>
        root < (ulong)file.Length ? (long)root : throw file.Damaged($"the root group is at byte {root}, outside of the file", 0);

    private static bool IsAt(Source source, long at)
    {
        Span<byte> start = stackalloc byte[8];
        if (source.Length - at < start.Length) return false;
        source.Read(at, start);
        return start.SequenceEqual(H5File.Signature);
    }
}
