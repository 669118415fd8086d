using System.Buffers.Binary;
using CsCheck;

namespace Fashion.Keras.Hdf5.Tests;

/// <summary>Ways to damage a file.</summary>
internal static class Mutations
{
    // Numbers that headers are most easily fooled with.
    private static readonly ulong[] Traps =
        [0, 1, 2, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, ulong.MaxValue, ulong.MaxValue - 7, 1UL << 32, 1UL << 40, 4096,
            65535];

    private static readonly Gen<int> Place = Gen.Int[0, int.MaxValue];

    public static readonly Gen<Func<byte[], byte[]>> Any = Gen.OneOf<Func<byte[], byte[]>>(
        // Bytes anywhere.
        Gen.Select(Place, Gen.Byte).Array[1, 8].Select(changes => (Func<byte[], byte[]>)(data =>
        {
            foreach ((int at, byte value) in changes) data[at % data.Length] = value;
            return data;
        })),
        // A number of one to eight bytes.
        Gen.Select(Place, Gen.Int[0, Traps.Length - 1], Gen.Int[0, 3]).Select((at, trap, size) => (Func<byte[], byte[]>)(data =>
        {
            Span<byte> number = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, Traps[trap]);
            for (int i = 0; i < 1 << size; i++) data[(at + i) % data.Length] = number[i];
            return data;
        })),
        // An address that leads to another structure: what looks like an address gets the value of another one.
        Gen.Select(Place, Place).Select((at, to) => (Func<byte[], byte[]>)(data =>
        {
            List<int> addresses = Addresses(data);
            if (addresses.Count > 0) data.AsSpan(addresses[to % addresses.Count], 8).ToArray()
                .CopyTo(data.AsSpan(addresses[at % addresses.Count]));
            return data;
        })),
        // A file that ends too early.
        Place.Select(length => (Func<byte[], byte[]>)(data => data[..(length % data.Length)])),
        // A piece copied over another.
        Gen.Select(Place, Place, Gen.Int[1, 64]).Select((from, to, length) => (Func<byte[], byte[]>)(data =>
        {
            byte[] piece = [.. data.Skip(from % data.Length).Take(length)];
            piece.AsSpan(0, Math.Min(piece.Length, data.Length - to % data.Length)).CopyTo(data.AsSpan(to % data.Length));
            return data;
        })));

    private static List<int> Addresses(byte[] data)
    {
        var found = new List<int>();
        for (int at = 8; at + 8 <= data.Length; at++)
            if (BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at)) is > 40 and var address && address < (ulong)data.Length)
                found.Add(at);
        return found;
    }
}
