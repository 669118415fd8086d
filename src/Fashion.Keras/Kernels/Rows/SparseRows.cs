using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Sums of a few scaled rows: target[k][j] += sum over i of factor[i] * source[offset[i] + k * SourceRow + j]. What a gradient
/// with few numbers that are not zero leaves of a matrix product: target is a patch of an image and the rows come from the
/// kernel, or the other way round.
/// <para>
/// What is accumulated where: three rows of six registers where there are thirty-two, else six (three, one) registers of one
/// target row, stay in registers while the list is walked, in its order. Tail: the last columns are read and written with a mask.
/// </para>
/// </summary>
internal static unsafe class SparseRows
{
    /// <summary>The code of <see cref="AddRow"/>.</summary>
    public static readonly KernelCode AddRowCode = KernelCode.Of(typeof(SparseRows), nameof(AddRow));

    private static readonly KernelCode Entry = KernelCode.Of(typeof(SparseRows), nameof(Add), nameof(AddRows));
    private static readonly KernelCode ThreeRows = KernelCode.Of(typeof(SparseRows), nameof(Add3Rows6));

    /// <summary>The code of <see cref="Add"/> for blocks of so many rows and columns.</summary>
    public static KernelCode AddCode(int rows, int columns)
    {
        bool three = Simd.Has512 && rows >= 3 && columns >= 6 * Simd512.Count;
        return KernelCode.All(Entry, three ? ThreeRows : null,
            !three || rows % 3 > 0 || columns % (6 * Simd512.Count) > 0 ? AddRowCode : null);
    }

    /// <summary>Adds to a block of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TSimd, TVector>(float* target, float* source, in SparseRowsSizes s, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(target, s.Rows == 0 ? 0 : (s.Rows - 1) * s.TargetRow + s.Columns);
        KernelGuard.Memory(source, Math.Min(count, s.Rows));
        KernelGuard.Memory(factors, count);
        KernelGuard.Memory(offsets, count);
        int rows = s.Rows, columns = s.Columns;
        nint targetRow = s.TargetRow, sourceRow = s.SourceRow;
        // Half of the thirty-two registers of 512 bits hold the whole patch of a 3 x 3 kernel.
        for (; TSimd.Count == 16 && rows >= 3; rows -= 3, target += 3 * targetRow, source += 3 * sourceRow)
        {
            int j = 0;
            for (; j + 6 * TSimd.Count <= columns; j += 6 * TSimd.Count)
                Add3Rows6<TSimd, TVector>(target + j, targetRow, source + j, sourceRow, factors, offsets, count);
            if (j < columns) AddRows<TSimd, TVector>(target + j, targetRow, source + j, sourceRow, 3, columns - j, factors, offsets, count);
        }
        AddRows<TSimd, TVector>(target, targetRow, source, sourceRow, rows, columns, factors, offsets, count);
    }

    /// <summary>One row of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRow<TSimd, TVector>(float* target, float* source, int columns, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(columns);
        KernelGuard.Memory(target, columns);
        KernelGuard.Memory(source, Math.Min(count, columns));
        KernelGuard.Memory(factors, count);
        KernelGuard.Memory(offsets, count);
        int j = 0;
        for (; j + 6 * TSimd.Count <= columns; j += 6 * TSimd.Count) Add6<TSimd, TVector>(target + j, source + j, factors, offsets, count);
        for (; j + 3 * TSimd.Count <= columns; j += 3 * TSimd.Count) Add3<TSimd, TVector>(target + j, source + j, factors, offsets, count);
        for (; j < columns; j += TSimd.Count)
            Add1<TSimd, TVector>(target + j, source + j, factors, offsets, count, TSimd.FirstLanes(columns - j));
    }

    private static void AddRows<TSimd, TVector>(float* target, nint targetRow, float* source, nint sourceRow, int rows, int columns,
        float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int k = 0; k < rows; k++)
            AddRow<TSimd, TVector>(target + k * targetRow, source + k * sourceRow, columns, factors, offsets, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add3Rows6<TSimd, TVector>(float* target, nint targetRow, float* source, nint sourceRow, float* factors,
        int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* t1 = target + targetRow, t2 = t1 + targetRow, source1 = source + sourceRow, source2 = source1 + sourceRow;
        TVector a0 = TSimd.Load(target), a1 = TSimd.Load(target + TSimd.Count), a2 = TSimd.Load(target + 2 * TSimd.Count),
            a3 = TSimd.Load(target + 3 * TSimd.Count), a4 = TSimd.Load(target + 4 * TSimd.Count), a5 = TSimd.Load(target + 5 * TSimd.Count);
        TVector b0 = TSimd.Load(t1), b1 = TSimd.Load(t1 + TSimd.Count), b2 = TSimd.Load(t1 + 2 * TSimd.Count),
            b3 = TSimd.Load(t1 + 3 * TSimd.Count), b4 = TSimd.Load(t1 + 4 * TSimd.Count), b5 = TSimd.Load(t1 + 5 * TSimd.Count);
        TVector c0 = TSimd.Load(t2), c1 = TSimd.Load(t2 + TSimd.Count), c2 = TSimd.Load(t2 + 2 * TSimd.Count),
            c3 = TSimd.Load(t2 + 3 * TSimd.Count), c4 = TSimd.Load(t2 + 4 * TSimd.Count), c5 = TSimd.Load(t2 + 5 * TSimd.Count);
        for (nint i = 0; i < count; i++)
        {
            TVector factor = TSimd.Create(factors[i]);
            nint offset = offsets[i];
            float* s = source + offset;
            a0 = TSimd.MultiplyAdd(factor, TSimd.Load(s), a0);
            a1 = TSimd.MultiplyAdd(factor, TSimd.Load(s + TSimd.Count), a1);
            a2 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 2 * TSimd.Count), a2);
            a3 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 3 * TSimd.Count), a3);
            a4 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 4 * TSimd.Count), a4);
            a5 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 5 * TSimd.Count), a5);
            s = source1 + offset;
            b0 = TSimd.MultiplyAdd(factor, TSimd.Load(s), b0);
            b1 = TSimd.MultiplyAdd(factor, TSimd.Load(s + TSimd.Count), b1);
            b2 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 2 * TSimd.Count), b2);
            b3 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 3 * TSimd.Count), b3);
            b4 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 4 * TSimd.Count), b4);
            b5 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 5 * TSimd.Count), b5);
            s = source2 + offset;
            c0 = TSimd.MultiplyAdd(factor, TSimd.Load(s), c0);
            c1 = TSimd.MultiplyAdd(factor, TSimd.Load(s + TSimd.Count), c1);
            c2 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 2 * TSimd.Count), c2);
            c3 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 3 * TSimd.Count), c3);
            c4 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 4 * TSimd.Count), c4);
            c5 = TSimd.MultiplyAdd(factor, TSimd.Load(s + 5 * TSimd.Count), c5);
        }
        TSimd.Store(a0, target);
        TSimd.Store(a1, target + TSimd.Count);
        TSimd.Store(a2, target + 2 * TSimd.Count);
        TSimd.Store(a3, target + 3 * TSimd.Count);
        TSimd.Store(a4, target + 4 * TSimd.Count);
        TSimd.Store(a5, target + 5 * TSimd.Count);
        TSimd.Store(b0, t1);
        TSimd.Store(b1, t1 + TSimd.Count);
        TSimd.Store(b2, t1 + 2 * TSimd.Count);
        TSimd.Store(b3, t1 + 3 * TSimd.Count);
        TSimd.Store(b4, t1 + 4 * TSimd.Count);
        TSimd.Store(b5, t1 + 5 * TSimd.Count);
        TSimd.Store(c0, t2);
        TSimd.Store(c1, t2 + TSimd.Count);
        TSimd.Store(c2, t2 + 2 * TSimd.Count);
        TSimd.Store(c3, t2 + 3 * TSimd.Count);
        TSimd.Store(c4, t2 + 4 * TSimd.Count);
        TSimd.Store(c5, t2 + 5 * TSimd.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add6<TSimd, TVector>(float* target, float* source, float* factors, int* offsets, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector c0 = TSimd.Load(target), c1 = TSimd.Load(target + TSimd.Count), c2 = TSimd.Load(target + 2 * TSimd.Count);
        TVector c3 = TSimd.Load(target + 3 * TSimd.Count), c4 = TSimd.Load(target + 4 * TSimd.Count),
            c5 = TSimd.Load(target + 5 * TSimd.Count);
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
