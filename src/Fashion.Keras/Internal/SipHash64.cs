using System.Buffers.Binary;
using System.Numerics;

namespace Fashion.Keras.Internal;

/// <summary>SipHash-2-4: a 64-bit hash that cannot be predicted without its two keys.</summary>
internal static class SipHash64
{
    public static ulong Of(ReadOnlySpan<byte> data, ulong key0, ulong key1)
    {
        ulong a = key0 ^ 0x736f6d6570736575, b = key1 ^ 0x646f72616e646f6d, c = key0 ^ 0x6c7967656e657261, d = key1 ^ 0x7465646279746573;
        ulong last = (ulong)data.Length << 56;
        for (; data.Length >= 8; data = data[8..]) Take(BinaryPrimitives.ReadUInt64LittleEndian(data));
        for (int i = 0; i < data.Length; i++) last |= (ulong)data[i] << 8 * i;
        Take(last);
        c ^= 0xff;
        for (int i = 0; i < 4; i++) Round();
        return a ^ b ^ c ^ d;

        void Take(ulong word)
        {
            d ^= word;
            Round();
            Round();
            a ^= word;
        }

        void Round()
        {
            a += b;
            b = BitOperations.RotateLeft(b, 13) ^ a;
            a = BitOperations.RotateLeft(a, 32);
            c += d;
            d = BitOperations.RotateLeft(d, 16) ^ c;
            a += d;
            d = BitOperations.RotateLeft(d, 21) ^ a;
            c += b;
            b = BitOperations.RotateLeft(b, 17) ^ c;
            c = BitOperations.RotateLeft(c, 32);
        }
    }
}
