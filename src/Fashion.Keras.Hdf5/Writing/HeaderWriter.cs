namespace Fashion.Keras.Hdf5;

/// <summary>An object header of version 2: messages, with a checksum at the end.</summary>
internal sealed class HeaderWriter
{
    /// <summary>Most bytes of a message.</summary>
    public const int MostBytes = ushort.MaxValue;

    private const int Version = 2;

    private readonly ByteWriter _messages = new();

    /// <summary>Adds a message.</summary>
    public void Add(int type, ReadOnlySpan<byte> data)
    {
        _messages.U8(type);
        _messages.U16(data.Length);
        _messages.U8(0);
        _messages.Bytes(data);
    }

    /// <summary>The whole header.</summary>
    public byte[] ToArray()
    {
        var header = new ByteWriter();
        header.Bytes("OHDR"u8);
        header.U8(Version);
        // The bytes of the size: 1, 2 or 4.
        int code = _messages.Length <= byte.MaxValue ? 0 : _messages.Length <= ushort.MaxValue ? 1 : 2;
        header.U8(code);
        header.Unsigned(_messages.Length, 1 << code);
        header.Bytes(_messages.Written);
        header.Checksum();
        return header.Written.ToArray();
    }
}
