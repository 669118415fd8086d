using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Sums of a few scaled rows: target[k][j] += sum over i of factor[i] * source[offset[i] + k * sourceRow + j]. What a gradient
/// with few numbers that are not zero leaves of a matrix product: target is a patch of an image and the rows come from the
/// kernel, or the other way round.
/// <para>
/// What is accumulated where: six (three, one) registers of a target row stay in registers while the list is walked, in its
/// order. Tail: the last columns are read and written with a mask.
/// </para>
/// </summary>
internal static unsafe class SparseRows
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TSimd, TVector>(float* target, nint targetRow, float* source, nint sourceRow, int rows, int columns, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int k = 0; k < rows; k++)
        {
            int j = 0;
            for (; j + 6 * TSimd.Count <= columns; j += 6 * TSimd.Count) Add6<TSimd, TVector>(target + j, source + j, factors, offsets, count);
            for (; j + 3 * TSimd.Count <= columns; j += 3 * TSimd.Count) Add3<TSimd, TVector>(target + j, source + j, factors, offsets, count);
            for (; j < columns; j += TSimd.Count) Add1<TSimd, TVector>(target + j, source + j, factors, offsets, count, TSimd.FirstLanes(columns - j));
            target += targetRow;
            source += sourceRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add6<TSimd, TVector>(float* target, float* source, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0 = TSimd.Load(target), c1 = TSimd.Load(target + TSimd.Count), c2 = TSimd.Load(target + 2 * TSimd.Count);
        TVector c3 = TSimd.Load(target + 3 * TSimd.Count), c4 = TSimd.Load(target + 4 * TSimd.Count), c5 = TSimd.Load(target + 5 * TSimd.Count);
        for (nint i = 0; i < count; i++)
        {
            TVector factor = TSimd.Create(factors[i]);
            float* s = source + offsets[i];
            c0 = TSimd.MultiplyAdd(factor, TSimd.Load(s), c0);
            c1 = TSimd.MultiplyAdd(factor, TSimd.Load(s + TSimd.Count), c1);
            c2 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 2 * TSimd.Count), c2);
            c3 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 3 * TSimd.Count), c3);
            c4 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 4 * TSimd.Count), c4);
            c5 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 5 * TSimd.Count), c5);
        }
        TSimd.Store(c0, target);
        TSimd.Store(c1, target + TSimd.Count);
        TSimd.Store(c2, target + 2 * TSimd.Count);
        TSimd.Store(c3, target + 3 * TSimd.Count);
        TSimd.Store(c4, target + 4 * TSimd.Count);
        TSimd.Store(c5, target + 5 * TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add3<TSimd, TVector>(float* target, float* source, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0 = TSimd.Load(target), c1 = TSimd.Load(target + TSimd.Count), c2 = TSimd.Load(target + 2 * TSimd.Count);
        for (nint i = 0; i < count; i++)
        {
            TVector factor = TSimd.Create(factors[i]);
            float* s = source + offsets[i];
            c0 = TSimd.MultiplyAdd(factor, TSimd.Load(s), c0);
            c1 = TSimd.MultiplyAdd(factor, TSimd.Load(s + TSimd.Count), c1);
            c2 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 2 * TSimd.Count), c2);
        }
        TSimd.Store(c0, target);
        TSimd.Store(c1, target + TSimd.Count);
        TSimd.Store(c2, target + 2 * TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add1<TSimd, TVector>(float* target, float* source, float* factors, int* offsets, int count, TVector mask)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c = TSimd.Load(target, mask);
        for (nint i = 0; i < count; i++) c = TSimd.MultiplyAdd(TSimd.Create(factors[i]), TSimd.Load(source + offsets[i], mask), c);
        TSimd.Store(c, target, mask);
    }
}
