using System.Buffers;
using System.Buffers.Binary;

namespace Fashion.Keras.Hdf5;

/// <summary>A growing array of bytes; numbers have their lowest byte first.</summary>
internal sealed class ByteWriter
{
    /// <summary>What the format writes where there is no address.</summary>
    public const long Nowhere = -1;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void U8(int value) => Room(1)[0] = (byte)value;

    public void U16(int value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), (ushort)value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void I64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);

    /// <summary>Writes the lowest bytes of a number.</summary>
    public void Unsigned(long value, int bytes)
    {
        Span<byte> room = Room(bytes);
        for (int i = 0; i < bytes; i++) room[i] = (byte)(value >> (8 * i));
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public void Zeros(int count) => Room(count).Clear();

    /// <summary>Appends the checksum of everything before it.</summary>
    public void Checksum() => U32(Lookup3.Hash(Written));

    private Span<byte> Room(int count)
    {
        Span<byte> room = _bytes.GetSpan(count)[..count];
        _bytes.Advance(count);
        return room;
    }
}
