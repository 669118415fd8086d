using System.Buffers.Binary;
using System.Numerics;

namespace Fashion.Keras.Internal;

/// <summary>The 64-bit fingerprint of Google's FarmHash: the same number for the same bytes on every machine, forever.</summary>
internal static class FarmHash64
{
    private const ulong K0 = 0xc3a5c85c97cb3127, K1 = 0xb492b66fbe98f273, K2 = 0x9ae16a3b2f90404f;

    public static ulong Of(ReadOnlySpan<byte> s) => s.Length switch
    {
        <= 16 => UpTo16(s),
        <= 32 => UpTo32(s),
        <= 64 => UpTo64(s),
        _ => Long(s),
    };

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        if (length >= 8)
        {
            ulong mul = K2 + (ulong)length * 2, a = Fetch(s) + K2, b = Fetch(s[(length - 8)..]);
            ulong c = Right(b, 37) * mul + a, d = (Right(a, 25) + b) * mul;
            return Mix(c, d, mul);
        }
        if (length >= 4)
        {
            ulong mul = K2 + (ulong)length * 2;
            return Mix((ulong)length + ((ulong)Fetch32(s) << 3), Fetch32(s[(length - 4)..]), mul);
        }
        if (length == 0) return K2;
        uint y = s[0] + ((uint)s[length >> 1] << 8), z = (uint)length + ((uint)s[length - 1] << 2);
        return Shift(y * K2 ^ z * K0) * K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong mul = K2 + (ulong)length * 2, a = Fetch(s) * K1, b = Fetch(s[8..]), c = Fetch(s[(length - 8)..]) * mul,
            d = Fetch(s[(length - 16)..]) * K2;
        return Mix(Right(a + b, 43) + Right(c, 30) + d, a + Right(b + K2, 18) + c, mul);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong mul = K2 + (ulong)length * 2;
        ulong a = Fetch(s) * K2, b = Fetch(s[8..]), c = Fetch(s[(length - 8)..]) * mul, d = Fetch(s[(length - 16)..]) * K2;
        ulong y = Right(a + b, 43) + Right(c, 30) + d, z = Mix(y, a + Right(b + K2, 18) + c, mul);
        ulong e = Fetch(s[16..]) * mul, f = Fetch(s[24..]), g = (y + Fetch(s[(length - 32)..])) * mul,
            h = (z + Fetch(s[(length - 24)..])) * mul;
        return Mix(Right(e + f, 43) + Right(g, 30) + h, e + Right(f + a, 18) + g, mul);
    }

    private static ulong Long(ReadOnlySpan<byte> s)
    {
        const ulong seed = 81;
        ulong x = seed, y = unchecked(seed * K1 + 113), z = Shift(y * K2 + 113) * K2;
        (ulong First, ulong Second) v = (0, 0), w = (0, 0);
        x = x * K2 + Fetch(s);
        int blocks = (s.Length - 1) / 64, last = s.Length - 64;
        for (int block = 0; block < blocks; block++)
        {
            ReadOnlySpan<byte> b = s[(block * 64)..];
            x = Right(x + y + v.First + Fetch(b[8..]), 37) * K1;
            y = Right(y + v.Second + Fetch(b[48..]), 42) * K1;
            x ^= w.Second;
            y += v.First + Fetch(b[40..]);
            z = Right(z + w.First, 33) * K1;
            v = Weak(b, v.Second * K1, x + w.First);
            w = Weak(b[32..], z + w.Second, y + Fetch(b[16..]));
            (z, x) = (x, z);
        }
        ReadOnlySpan<byte> end = s[last..];
        ulong mul = K1 + ((z & 0xff) << 1);
        w.First += (ulong)(s.Length - 1 & 63);
        v.First += w.First;
        w.First += v.First;
        x = Right(x + y + v.First + Fetch(end[8..]), 37) * mul;
        y = Right(y + v.Second + Fetch(end[48..]), 42) * mul;
        x ^= w.Second * 9;
        y += v.First * 9 + Fetch(end[40..]);
        z = Right(z + w.First, 33) * mul;
        v = Weak(end, v.Second * mul, x + w.First);
        w = Weak(end[32..], z + w.Second, y + Fetch(end[16..]));
        (z, x) = (x, z);
        return Mix(Mix(v.First, w.First, mul) + Shift(y) * K0 + z, Mix(v.Second, w.Second, mul) + x, mul);
    }

    private static (ulong, ulong) Weak(ReadOnlySpan<byte> s, ulong a, ulong b)
    {
        ulong w = Fetch(s), x = Fetch(s[8..]), y = Fetch(s[16..]), z = Fetch(s[24..]);
        a += w;
        b = Right(b + a + z, 21);
        ulong c = a;
        a += x + y;
        b += Right(a, 44);
        return (a + z, b + c);
    }

    private static ulong Mix(ulong u, ulong v, ulong mul)
    {
        ulong a = (u ^ v) * mul;
        a ^= a >> 47;
        ulong b = (v ^ a) * mul;
        return (b ^ b >> 47) * mul;
    }

    private static ulong Shift(ulong value) => value ^ value >> 47;

    private static ulong Right(ulong value, int bits) => BitOperations.RotateRight(value, bits);

    private static ulong Fetch(ReadOnlySpan<byte> s) => BinaryPrimitives.ReadUInt64LittleEndian(s);

    private static uint Fetch32(ReadOnlySpan<byte> s) => BinaryPrimitives.ReadUInt32LittleEndian(s);
}
