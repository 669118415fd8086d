using System.Buffers.Binary;
using System.Text;

namespace Fashion.Keras.Hdf5;

/// <summary>A piece of a file that is read from front to back.</summary>
/// <param name="file">The file.</param>
/// <param name="data">The piece.</param>
/// <param name="start">Where it starts in the file.</param>
internal sealed class Block(Bytes file, ReadOnlyMemory<byte> data, long start)
{
    private int _at;

    public Bytes File => file;

    /// <summary>Bytes that are left.</summary>
    public int Left => data.Length - _at;

    /// <summary>How many have been read.</summary>
    public int Position => _at;

    /// <summary>Place in the file of the next byte.</summary>
    public long Here => start + _at;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>An unsigned number of up to 8 bytes.</summary>
    public ulong Unsigned(int bytes)
    {
        ulong value = 0;
        ReadOnlySpan<byte> span = Take(bytes);
        for (int i = bytes - 1; i >= 0; i--) value = value << 8 | span[i];
        return value;
    }

    /// <summary>A length.</summary>
    public ulong Length() => Unsigned(file.LengthSize);

    /// <summary>An address inside the file, or null where none is given: all bits are set then.</summary>
    public long? AddressOrNone()
    {
        long at = Here;
        ulong address = Unsigned(file.OffsetSize);
        if (address == ulong.MaxValue >> (64 - 8 * file.OffsetSize)) return null;
        return address < (ulong)file.Length
            ? (long)address
            : throw file.Damaged($"an address leads to byte {address}, outside of the file", at);
    }

    /// <summary>An address inside the file.</summary>
    public long Address() => AddressOrNone() ?? throw file.Damaged("an address is missing", Here);

    /// <summary>Passes over four letters.</summary>
    public void Signature(ReadOnlySpan<byte> signature)
    {
        long at = Here;
        if (!Take(signature.Length).SequenceEqual(signature)) throw file.Damaged($"'{Encoding.ASCII.GetString(signature)}' is missing", at);
    }

    /// <summary>Passes over a number that must have a value.</summary>
    public void Version(int expected, string what)
    {
        long at = Here;
        if (U8() is var found && found != expected) throw file.Unsupported($"version {found} of {what} is not supported", at);
    }

    /// <summary>Passes over an address that must lead to a structure that was read before.</summary>
    public void Owner(long address)
    {
        long at = Here;
        if (AddressOrNone() != address) throw file.Damaged("a block belongs to another structure than the one that leads to it", at);
    }

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > Left) throw file.Damaged($"{count} bytes are announced where {Left} are left", Here);
        ReadOnlySpan<byte> span = data.Span.Slice(_at, count);
        _at += count;
        return span;
    }

    /// <summary>The next bytes as a block of their own.</summary>
    public Block Sub(int count)
    {
        long at = Here;
        int from = _at;
        Take(count);
        return new Block(file, data.Slice(from, count), at);
    }

    /// <summary>All that is left as a block of its own, without moving on.</summary>
    public Block Rest() => new(file, data[_at..], Here);

    /// <summary>All that is left, without moving on.</summary>
    public ReadOnlyMemory<byte> RestBytes => data[_at..];

    /// <summary>A text up to a zero byte or the end of the block.</summary>
    public string Text()
    {
        ReadOnlySpan<byte> rest = data.Span[_at..];
        int end = rest.IndexOf((byte)0);
        if (end < 0) end = rest.Length;
        _at += Math.Min(rest.Length, end + 1);
        return Encoding.UTF8.GetString(rest[..end]);
    }

    /// <summary>Reads the checksum that comes next and compares it with that of everything before it.</summary>
    public void Checksum(string what) => Checksum(_at, U32(), what);

    /// <summary>Compares the checksum in the last four bytes with that of everything before them.</summary>
    public void ChecksumAtEnd(string what)
    {
        if (data.Length < 4) throw file.Damaged($"{what} has no room for its checksum", start);
        Checksum(data.Length - 4, BinaryPrimitives.ReadUInt32LittleEndian(data.Span[^4..]), what);
    }

    private void Checksum(int length, uint want, string what)
    {
        if (!file.State.IgnoresChecksums && Lookup3.Hash(data.Span[..length]) != want)
            throw file.Damaged($"the checksum of {what} is wrong", start + length);
    }
}
