namespace Fashion.Keras.Hdf5;

/// <summary>The bytes of a file with reads that never leave it: every place and size in a file is only a claim.</summary>
/// <param name="source">Where they come from.</param>
/// <param name="file">Name of the file, for messages.</param>
/// <param name="path">The object that is being read, for messages.</param>
internal sealed class Bytes(Source source, string file, string path)
{
    /// <summary>Bytes of an address and of a length in this file.</summary>
    public int OffsetSize { get; init; } = 8;

    public int LengthSize { get; init; } = 8;

    /// <summary>What is known of the whole file.</summary>
    public FileState State { get; init; } = new();

    /// <summary>Where addresses count from: after a user's own block.</summary>
    public long Base { get; init; }

    /// <summary>Bytes that addresses can reach.</summary>
    public long Length => source.Length - Base;

    public string File => file;

    public string Path => path;

    /// <summary>Where the object starts that is being read.</summary>
    public long Owner { get; init; }

    /// <summary>The same file while another object is being read.</summary>
    public Bytes In(string otherPath, long address) =>
        new(source, file, otherPath) { Owner = address, OffsetSize = OffsetSize, LengthSize = LengthSize, Base = Base, State = State };

    /// <summary>The bytes from a place on, all inside the file.</summary>
    public Block Block(long at, ulong count)
    {
        Require(at, count);
        return count <= (ulong)Array.MaxLength
            ? new Block(this, Range(at, (int)count), at)
            : throw Damaged($"a structure of {count} bytes is announced", at);
    }

    /// <summary>A block that starts with four letters; they are passed over.</summary>
    public Block Block(long at, ulong count, ReadOnlySpan<byte> signature)
    {
        Block block = Block(at, count);
        block.Signature(signature);
        return block;
    }

    /// <summary>Copies bytes.</summary>
    public void Read(long at, Span<byte> into)
    {
        Require(at, (ulong)into.Length);
        try
        {
            source.Read(Base + at, into);
        }
        catch (EndOfStreamException e)
        {
            throw Shortened(at, e);
        }
    }

    /// <summary>Bytes as they lie, without a copy where they are in memory.</summary>
    public ReadOnlyMemory<byte> Range(long at, int count)
    {
        byte[] room = [];
        return Range(at, count, ref room);
    }

    /// <summary>As <see cref="Range(long, int)"/>, in room that is used again and again.</summary>
    public ReadOnlyMemory<byte> Range(long at, int count, ref byte[] room)
    {
        Require(at, (ulong)count);
        try
        {
            return source.Range(Base + at, count, ref room);
        }
        catch (EndOfStreamException e)
        {
            throw Shortened(at, e);
        }
    }

    public void Require(long at, ulong count)
    {
        if (at < 0 || at > Length || count > (ulong)(Length - at))
            throw Damaged($"{count} bytes are announced, more than the file has", at);
    }

    private H5FormatException Shortened(long at, Exception cause) => Damaged("it has become shorter since it was opened", at, cause);

    public H5FormatException Damaged(string what, long at, Exception? cause = null) =>
        Problem($"the HDF5 file is damaged: {what}", at, unsupported: false, cause);

    public H5FormatException Unsupported(string what, long at) => Problem(what, at, unsupported: true, null);

    private H5FormatException Problem(string what, long at, bool unsupported, Exception? cause) =>
        new(FormattableString.Invariant($"{file}: {what} (in '{path}' at byte {Base + at})."), cause)
        { File = file, ObjectPath = path, Offset = Base + at, Problem = what, IsUnsupported = unsupported };
}
