namespace Fashion.Keras.Hdf5;

/// <summary>How a link leads to what it names.</summary>
public enum H5LinkKind
{
    /// <summary>To an object of the file.</summary>
    Hard,

    /// <summary>To a path in the file, at which there may be nothing.</summary>
    Soft,

    /// <summary>Into another file; never followed.</summary>
    External,

    /// <summary>In a way that a user has defined; never followed.</summary>
    UserDefined,
}

/// <summary>An entry of a group.</summary>
public sealed class H5Link
{
    internal H5Link(string name, H5LinkKind kind, string? target, long address)
    {
        Name = name;
        Kind = kind;
        Target = target;
        Address = address;
    }

    /// <summary>Its name. In a damaged file it may be no part of a path: empty, or with a slash.</summary>
    public string Name { get; }

    /// <summary>How it leads to what it names.</summary>
    public H5LinkKind Kind { get; }

    /// <summary>The path of a soft link; file and path, separated by a colon, of an external one; null for others.</summary>
    public string? Target { get; }

    /// <summary>The byte at which the object of a hard link starts; else -1.</summary>
    public long Address { get; }

    /// <summary>Reads a link message.</summary>
    internal static (H5Link Link, ulong? Order) Read(Block block)
    {
        block.Version(1, "links");
        int flags = block.U8();
        int kind = (flags & 8) != 0 ? block.U8() : 0;
        ulong? order = (flags & 4) != 0 ? block.U64() : null;
        if ((flags & 16) != 0) block.Skip(1);
        ulong length = block.Unsigned(1 << (flags & 3));
        if (length > (ulong)block.Left) throw block.File.Damaged("the name of a link is longer than the link", block.Here);
        string name = block.Sub((int)length).Text();
        if (kind == 0) return (new H5Link(name, H5LinkKind.Hard, null, block.Address()), order);
        Block target = block.Sub(block.U16());
        if (kind == 1) return (new H5Link(name, H5LinkKind.Soft, target.Text(), -1), order);
        if (kind != 64) return (new H5Link(name, H5LinkKind.UserDefined, null, -1), order);
        target.Skip(1);
        return (new H5Link(name, H5LinkKind.External, $"{target.Text()}:{target.Text()}", -1), order);
    }
}
