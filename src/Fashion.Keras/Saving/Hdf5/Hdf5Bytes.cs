using System.Buffers.Binary;

namespace Fashion.Keras.Saving;

/// <summary>The bytes of a file with reads that never leave it: every place and size in a file is only a claim.</summary>
internal sealed class Hdf5Bytes(byte[] data, string file)
{
    /// <summary>What HDF5 writes where there is no address.</summary>
    public const ulong Nowhere = ulong.MaxValue;

    public int Length => data.Length;

    public byte U8(long at) => Range(at, 1)[0];

    public ushort U16(long at) => BinaryPrimitives.ReadUInt16LittleEndian(Range(at, 2));

    public uint U32(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Range(at, 4));

    public ulong U64(long at) => BinaryPrimitives.ReadUInt64LittleEndian(Range(at, 8));

    /// <summary>An unsigned number of 1, 2, 4 or 8 bytes.</summary>
    public ulong Unsigned(long at, int bytes) => bytes switch { 1 => U8(at), 2 => U16(at), 4 => U32(at), _ => U64(at) };

    /// <summary>A place inside the file.</summary>
    public long Address(long at)
    {
        ulong address = U64(at);
        return address < (ulong)Length ? (long)address : throw Damaged($"an address leads to {address}, outside of the file", at);
    }

    /// <summary>The bytes from a place on, all inside the file.</summary>
    public ReadOnlySpan<byte> Range(long at, ulong count)
    {
        if (at < 0 || at > Length || count > (ulong)(Length - at)) throw Damaged($"{count} bytes are announced, more than the file has", at);
        return data.AsSpan((int)at, (int)count);
    }

    public void Signature(ReadOnlySpan<byte> signature, long at)
    {
        if (!Range(at, (ulong)signature.Length).SequenceEqual(signature)) throw Damaged($"'{System.Text.Encoding.ASCII.GetString(signature)}' is missing", at);
    }

    public ModelFormatException Damaged(string what, long at) =>
        new($"{file}: the HDF5 file is damaged: at byte {at} {what}.") { Path = file, Entry = FormattableString.Invariant($"byte {at}") };

    public ModelFormatException Unsupported(string what) =>
        new($"{file}: {what}. Keras's own files (h5py with its default settings) do without it.") { Path = file };
}
