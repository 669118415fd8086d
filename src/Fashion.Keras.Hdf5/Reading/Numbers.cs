using System.Numerics;
using System.Runtime.InteropServices;

namespace Fashion.Keras.Hdf5;

/// <summary>Numbers of any stored type as numbers of the type that is asked for.</summary>
internal static class Numbers
{
    /// <summary>Whether the stored bytes are the numbers asked for, without a change.</summary>
    public static bool AreSame<T>(H5Type type)
        where T : unmanaged => type.Number is { } number && (number.Size == 1 || number.IsBigEndian != BitConverter.IsLittleEndian)
            && (number.Class, number.Size, number.IsSigned) switch
            {
                (H5TypeClass.Float, 2, _) => typeof(T) == typeof(Half),
                (H5TypeClass.Float, 4, _) => typeof(T) == typeof(float),
                (H5TypeClass.Float, 8, _) => typeof(T) == typeof(double),
                (_, 1, true) => typeof(T) == typeof(sbyte),
                (_, 1, false) => typeof(T) == typeof(byte),
                (_, 2, true) => typeof(T) == typeof(short),
                (_, 2, false) => typeof(T) == typeof(ushort),
                (_, 4, true) => typeof(T) == typeof(int),
                (_, 4, false) => typeof(T) == typeof(uint),
                (_, _, true) => typeof(T) == typeof(long),
                _ => typeof(T) == typeof(ulong),
            };

    /// <summary>Converts numbers.</summary>
    /// <exception cref="OverflowException">One does not fit.</exception>
    public static void Convert<T>(H5Type type, ReadOnlySpan<byte> from, Span<T> to) where T : unmanaged, INumberBase<T>
    {
        H5Type number = type.Number!;
        if (number.Size > 1 && number.IsBigEndian == BitConverter.IsLittleEndian)
        {
            byte[] turned = from.ToArray();
            for (int i = 0; i < turned.Length; i += number.Size) turned.AsSpan(i, number.Size).Reverse();
            from = turned;
        }
        switch (number.Class, number.Size, number.IsSigned)
        {
            case (H5TypeClass.Float, 2, _): From<Half, T>(from, to); break;
            case (H5TypeClass.Float, 4, _): From<float, T>(from, to); break;
            case (H5TypeClass.Float, 8, _): From<double, T>(from, to); break;
            case (_, 1, true): From<sbyte, T>(from, to); break;
            case (_, 1, false): From<byte, T>(from, to); break;
            case (_, 2, true): From<short, T>(from, to); break;
            case (_, 2, false): From<ushort, T>(from, to); break;
            case (_, 4, true): From<int, T>(from, to); break;
            case (_, 4, false): From<uint, T>(from, to); break;
            case (_, _, true): From<long, T>(from, to); break;
            default: From<ulong, T>(from, to); break;
        }
    }

    private static void From<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> to) where TFrom : unmanaged, INumberBase<TFrom>
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<TFrom> from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        if (typeof(TFrom) == typeof(T)) bytes.CopyTo(MemoryMarshal.AsBytes(to));
        else
            for (int i = 0; i < to.Length; i++) to[i] = T.CreateChecked(from[i]);
    }
}
