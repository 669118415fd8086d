namespace Fashion.Keras.Hdf5;

/// <summary>The value of elements that were never written.</summary>
internal static class FillValue
{
    /// <summary>Its bytes; none where it is zero.</summary>
    public static ReadOnlySpan<byte> Read(ObjectHeader header, int elementSize)
    {
        ReadOnlySpan<byte> value = header.Find(ObjectHeader.FillValue) is { } block
            ? Newer(block)
            : header.Find(ObjectHeader.OldFillValue) is { } old ? Sized(old) : [];
        return value.Length == elementSize ? value : [];
    }

    private static ReadOnlySpan<byte> Newer(Block block)
    {
        int version = block.U8();
        if (version is < 1 or > 3) throw block.File.Unsupported($"version {version} of fill values is not supported", block.Here);
        if (version == 3) return (block.U8() & 0x20) != 0 ? Sized(block) : [];
        block.Skip(2);
        return block.U8() != 0 || version == 1 ? Sized(block) : [];
    }

    private static ReadOnlySpan<byte> Sized(Block block)
    {
        uint size = block.U32();
        return size <= int.MaxValue ? block.Take((int)size)
            : throw block.File.Damaged("a fill value is longer than its message", block.Here);
    }
}
