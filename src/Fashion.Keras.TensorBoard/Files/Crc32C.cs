using System.Buffers.Binary;
using System.Numerics;

namespace Fashion.Keras.Events.Files;

/// <summary>The checksum of records: CRC-32C (Castagnoli), masked so that a checksum of data that holds checksums stays strong.</summary>
internal static class Crc32C
{
    public static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Of(data);
        return ((crc >> 15) | (crc << 17)) + 0xA282EAD8u;
    }

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = ~0u;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (byte b in data) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
