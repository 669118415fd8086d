using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>Numbers of other types as floats, rounded to the nearest.</summary>
internal static unsafe class ToFloat
{
    /// <summary>Pixels: worth vectors, each of bytes widened twice. Tail: one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromBytes(byte* source, float* destination, int count)
    {
        KernelGuard.Memory(source, count);
        KernelGuard.Memory(destination, count);
        KernelGuard.Apart(destination, count, source, count);
        int i = 0;
        for (; i <= count - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.Load(source + i), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, destination + i);
            Store(high, destination + i + Vector<ushort>.Count);
        }
        for (; i < count; i++) destination[i] = source[i];
    }

    /// <summary>Any other type, one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void From<T>(T* source, float* destination, int count) where T : unmanaged, INumberBase<T>
    {
        KernelGuard.Memory(source, count);
        KernelGuard.Memory(destination, count);
        KernelGuard.Apart(destination, count, source, count);
        for (int i = 0; i < count; i++) destination[i] = float.CreateTruncating(source[i]);
    }

    private static void Store(Vector<ushort> values, float* destination)
    {
        Vector.Widen(values, out Vector<uint> low, out Vector<uint> high);
        Vector.ConvertToSingle(Vector.AsVectorInt32(low)).Store(destination);
        Vector.ConvertToSingle(Vector.AsVectorInt32(high)).Store(destination + Vector<uint>.Count);
    }
}
