using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Attention of the heads of one group in one sample: softmax(scale * q k^T + added) v. Scores exist for some rows at a time, in the
/// caches; the way back computes them again from what the way forward saved of every row. Order of additions depends on sizes and vector
/// width only. Heads lie in memory as the projections write them, so nothing is transposed but the keys (and values) of the group.
/// <para>
/// Rows of scores fill whole registers: what was written with a mask is slow to read again. The columns after the last step have a weight
/// of 0, and no product reads them.
/// </para>
/// </summary>
internal static unsafe class AttentionHeads
{
    private static readonly KernelCode RowsForward = KernelCode.Of(typeof(AttentionHeads), nameof(Forward));

    private static readonly KernelCode RowsBackward = KernelCode.Of(typeof(AttentionHeads), nameof(Backward));

    /// <summary>The code of <see cref="Forward"/>.</summary>
    public static KernelCode ForwardCode(in AttentionSizes s) => KernelCode.All(MatMul.MultiplyCode(s.Queries, s.Steps), RowsForward,
        MatMul.MultiplyCode(s.Queries, s.ValueSize));

    /// <summary>The code of <see cref="Backward"/>.</summary>
    public static KernelCode BackwardCode(in AttentionSizes s) => KernelCode.All(MatMul.MultiplyCode(s.Queries, s.Steps), RowsBackward,
        MatMul.MultiplyCode(s.Queries, s.Size), MatMul.MultiplyCode(s.Steps, s.Size), MatMul.MultiplyCode(s.Steps, s.ValueSize));

    /// <summary>The results of a group's heads.</summary>
    /// <param name="q">Query of the sample.</param>
    /// <param name="k">Key of the sample.</param>
    /// <param name="v">Value of the sample.</param>
    /// <param name="added">Numbers added to its scores; null for none.</param>
    /// <param name="y">Where its result goes.</param>
    /// <param name="saved">Where maximum and reciprocal sum of every row go, by head.</param>
    /// <param name="s">Sizes.</param>
    /// <param name="group">The group.</param>
    /// <param name="scratch">As much as <see cref="AttentionSizes.ForwardScratch"/> says.</param>
    public static void Forward(float* q, float* k, float* v, float* added, float* y, float* saved, in AttentionSizes s, int group,
        float* scratch)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(q, k, v, added, y, saved, s, group, scratch);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(q, k, v, added, y, saved, s, group, scratch);
        else Forward<Simd128, Vector128<float>>(q, k, v, added, y, saved, s, group, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* q, float* k, float* v, float* added, float* y, float* saved, in AttentionSizes s,
        int group, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Guard(q, k, v, added, saved, s, group);
        KernelGuard.Memory(y, s.ResultCount);
        KernelGuard.Memory(scratch, s.ForwardScratch);
        KernelGuard.Apart(y, s.ResultCount, q, s.QueryCount);
        int steps = s.Steps, columns = s.Columns, queries = s.Queries, size = s.Size, valueSize = s.ValueSize,
            shared = s.Heads / s.Groups;
        nint queryRow = (nint)s.Heads * size, keyRow = (nint)s.Groups * size, valueRow = (nint)s.Groups * valueSize,
            resultRow = (nint)s.Heads * valueSize;
        float* keys = scratch, scores = keys + (nint)columns * size;
        Transpose(k + (nint)group * size, keyRow, keys, steps, columns, size);
        for (int head = group * shared; head < (group + 1) * shared; head++)
            for (int first = 0; first < queries; first += s.RowsTogether)
            {
                int rows = Math.Min(s.RowsTogether, queries - first);
                float* result = y + first * resultRow + (nint)head * valueSize, kept = saved + ((nint)head * queries + first) * 2;
                MatMul.Multiply<TSimd, TVector>(q + first * queryRow + (nint)head * size, keys, scores,
                    new(rows, size, columns, queryRow, 1, columns, columns), TileStart.Zero, null);
                // One loop after the other: a processor works on several rows at a time then, and none waits for its own largest number.
                for (int r = 0; r < rows; r++)
                    kept[2 * r] = Scale<TSimd, TVector>(scores + (nint)r * columns, Row(added, s, head, first + r), s.AddedStep, s.Scale,
                        steps);
                for (int r = 0; r < rows; r++)
                    kept[2 * r + 1] = 1 / Exponentials<TSimd, TVector>(scores + (nint)r * columns, kept[2 * r], columns);
                MatMul.Multiply<TSimd, TVector>(scores, v + (nint)group * valueSize, result,
                    new(rows, steps, valueSize, columns, 1, valueRow, resultRow), TileStart.Zero, null);
                for (int r = 0; r < rows; r++) Multiply<TSimd, TVector>(result + r * resultRow, kept[2 * r + 1], valueSize);
            }
    }

    /// <summary>The gradients of a group's heads, key and value.</summary>
    /// <param name="q">Query of the sample.</param>
    /// <param name="k">Key of the sample.</param>
    /// <param name="v">Value of the sample.</param>
    /// <param name="added">Numbers added to its scores; null for none.</param>
    /// <param name="saved">What the way forward saved.</param>
    /// <param name="dy">Gradient of its result.</param>
    /// <param name="gradients">Where the gradients of its query, key and value go.</param>
    /// <param name="s">Sizes.</param>
    /// <param name="group">The group.</param>
    /// <param name="scratch">As much as <see cref="AttentionSizes.BackwardScratch"/> says.</param>
    public static void Backward(float* q, float* k, float* v, float* added, float* saved, float* dy, in AttentionGradients gradients,
        in AttentionSizes s, int group, float* scratch)
    {
        if (Simd.Has512) Backward<Simd512, Vector512<float>>(q, k, v, added, saved, dy, gradients, s, group, scratch);
        else if (Simd.Has256) Backward<Simd256, Vector256<float>>(q, k, v, added, saved, dy, gradients, s, group, scratch);
        else Backward<Simd128, Vector128<float>>(q, k, v, added, saved, dy, gradients, s, group, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TSimd, TVector>(float* q, float* k, float* v, float* added, float* saved, float* dy,
        in AttentionGradients gradients, in AttentionSizes s, int group, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Guard(q, k, v, added, saved, s, group);
        KernelGuard.Memory(dy, s.ResultCount);
        KernelGuard.Memory(gradients.Query, s.QueryCount);
        KernelGuard.Memory(gradients.Key, s.KeyCount);
        KernelGuard.Memory(gradients.Value, s.ValueCount);
        KernelGuard.Memory(scratch, s.BackwardScratch);
        int steps = s.Steps, columns = s.Columns, queries = s.Queries, size = s.Size, valueSize = s.ValueSize,
            shared = s.Heads / s.Groups;
        nint queryRow = (nint)s.Heads * size, keyRow = (nint)s.Groups * size, valueRow = (nint)s.Groups * valueSize,
            resultRow = (nint)s.Heads * valueSize;
        float* keys = scratch, values = keys + (nint)columns * size, weights = values + (nint)columns * valueSize,
            changes = weights + (nint)s.RowsTogether * columns;
        k += (nint)group * size;
        Transpose(k, keyRow, keys, steps, columns, size);
        Transpose(v + (nint)group * valueSize, valueRow, values, steps, columns, valueSize);
        TileStart start = TileStart.Zero;
        for (int head = group * shared; head < (group + 1) * shared; head++)
            for (int first = 0; first < queries; first += s.RowsTogether, start = TileStart.Result)
            {
                int rows = Math.Min(s.RowsTogether, queries - first);
                float* query = q + first * queryRow + (nint)head * size, gradient = dy + first * resultRow + (nint)head * valueSize,
                    kept = saved + ((nint)head * queries + first) * 2;
                MatMul.Multiply<TSimd, TVector>(query, keys, weights, new(rows, size, columns, queryRow, 1, columns, columns),
                    TileStart.Zero, null);
                MatMul.Multiply<TSimd, TVector>(gradient, values, changes, new(rows, valueSize, columns, resultRow, 1, columns, columns),
                    TileStart.Zero, null);
                for (int r = 0; r < rows; r++)
                {
                    float* row = weights + (nint)r * columns, change = changes + (nint)r * columns;
                    Scale<TSimd, TVector>(row, Row(added, s, head, first + r), s.AddedStep, s.Scale, steps);
                    Exponentials<TSimd, TVector>(row, kept[2 * r], columns);
                    Slopes<TSimd, TVector>(row, change, kept[2 * r + 1], s.Scale, columns);
                }
                MatMul.Multiply<TSimd, TVector>(changes, k, gradients.Query + first * queryRow + (nint)head * size,
                    new(rows, steps, size, columns, 1, keyRow, queryRow), TileStart.Zero, null);
                MatMul.Multiply<TSimd, TVector>(changes, query, gradients.Key + (nint)group * size,
                    new(steps, rows, size, 1, columns, queryRow, keyRow), start, null);
                MatMul.Multiply<TSimd, TVector>(weights, gradient, gradients.Value + (nint)group * valueSize,
                    new(steps, rows, valueSize, 1, columns, resultRow, valueRow), start, null);
            }
    }

    private static void Guard(float* q, float* k, float* v, float* added, float* saved, in AttentionSizes s, int group)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(group, group + 1L, s.Groups);
        KernelGuard.Memory(q, s.QueryCount);
        KernelGuard.Memory(k, s.KeyCount);
        KernelGuard.Memory(v, s.ValueCount);
        KernelGuard.Memory(saved, s.SavedCount);
        KernelGuard.MemoryOrNull(added,
            s.Queries == 0 ? 0 : (s.Heads - 1) * s.AddedHead + (s.Queries - 1) * s.AddedRow + (s.AddedStep == 0 ? 1 : s.Steps));
    }

    private static float* Row(float* added, in AttentionSizes s, int head, int query) =>
        added == null ? null : added + head * s.AddedHead + query * s.AddedRow;

    // The first columns of the result are the transposed rows; the others are 0.
    private static void Transpose(float* x, nint stride, float* y, int rows, int columns, int width)
    {
        Transposition.Copy(x, stride, y, columns, rows, width);
        if (rows == columns) return;
        for (int i = 0; i < width; i++) new Span<float>(y + (nint)i * columns + rows, columns - rows).Clear();
    }

    // x = x * scale + added for count scores, -infinity in the rest of the row; gives the largest. Where one is NaN, the row's sum of
    // exponentials is, whatever was found the largest.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Scale<TSimd, TVector>(float* x, float* added, int addedStep, float scale, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector factor = TSimd.Create(scale), least = TSimd.Create(float.NegativeInfinity), largest = least,
            same = TSimd.Create(added != null && addedStep == 0 ? *added : 0);
        bool each = added != null && addedStep != 0;
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector y = TSimd.MultiplyAdd(TSimd.Load(x + i), factor, each ? TSimd.Load(added + i) : same);
            TSimd.Store(y, x + i);
            largest = TSimd.MaxNumber(largest, y);
        }
        if (i < count)
        {
            TVector lanes = TSimd.FirstLanes(count - i),
                y = TSimd.MultiplyAdd(TSimd.Load(x + i), factor, each ? TSimd.Load(added + i, lanes) : same);
            y = TSimd.Select(lanes, y, least);
            TSimd.Store(y, x + i);
            largest = TSimd.MaxNumber(largest, y);
            i += TSimd.Count;
        }
        for (int end = AttentionSizes.ColumnsOf(count); i < end; i += TSimd.Count) TSimd.Store(least, x + i);
        return TSimd.LargestNumber(largest);
    }

    // x = exp(x - max); gives the sum.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Exponentials<TSimd, TVector>(float* x, float max, int columns)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector sum = TSimd.Zero, shift = TSimd.Create(max);
        for (int i = 0; i < columns; i += TSimd.Count)
        {
            TVector y = VectorMath.Exp<TSimd, TVector>(TSimd.Subtract(TSimd.Load(x + i), shift));
            TSimd.Store(y, x + i);
            sum = TSimd.Add(sum, y);
        }
        return TSimd.Sum(sum);
    }

    // weights = weights * scale of their row; changes = weights * (changes - sum of weights * changes) * scale of the scores.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Slopes<TSimd, TVector>(float* weights, float* changes, float rowScale, float scale, int columns)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector products = TSimd.Zero, factor = TSimd.Create(rowScale);
        for (int i = 0; i < columns; i += TSimd.Count)
        {
            TVector weight = TSimd.Multiply(TSimd.Load(weights + i), factor);
            TSimd.Store(weight, weights + i);
            products = TSimd.MultiplyAdd(weight, TSimd.Load(changes + i), products);
        }
        TVector shift = TSimd.Create(TSimd.Sum(products)), slope = TSimd.Create(scale);
        for (int i = 0; i < columns; i += TSimd.Count)
            TSimd.Store(TSimd.Multiply(
                TSimd.Multiply(TSimd.Load(weights + i), TSimd.Subtract(TSimd.Load(changes + i), shift)), slope), changes + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TSimd, TVector>(float* x, float factor, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector factors = TSimd.Create(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count) TSimd.Store(TSimd.Multiply(TSimd.Load(x + i), factors), x + i);
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i);
        TSimd.Store(TSimd.Multiply(TSimd.Load(x + i, lanes), factors), x + i, lanes);
    }
}
