using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Attention of the heads of one group in one sample: softmax(scale * q k^T + added) v. Scores exist for some rows at a time, in the
/// caches; the way back computes them again from what the way forward saved of every row. Order of additions depends on sizes and vector
/// width only. Heads lie in memory as the projections write them, so nothing is transposed but the keys (and values) of the group.
/// </summary>
internal static unsafe class AttentionHeads
{
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
        Guard(q, k, v, added, saved, s, group);
        KernelGuard.Memory(y, s.ResultCount);
        KernelGuard.Memory(scratch, s.ForwardScratch);
        KernelGuard.Apart(y, s.ResultCount, q, s.QueryCount);
        int steps = s.Steps, queries = s.Queries, size = s.Size, valueSize = s.ValueSize, shared = s.Heads / s.Groups;
        nint queryRow = (nint)s.Heads * size, keyRow = (nint)s.Groups * size, valueRow = (nint)s.Groups * valueSize,
            resultRow = (nint)s.Heads * valueSize;
        float* keys = scratch, scores = keys + (nint)steps * size;
        Transposition.Copy(k + (nint)group * size, keyRow, keys, steps, steps, size);
        for (int head = group * shared; head < (group + 1) * shared; head++)
            for (int first = 0; first < queries; first += s.RowsTogether)
            {
                int rows = Math.Min(s.RowsTogether, queries - first);
                float* result = y + first * resultRow + (nint)head * valueSize, kept = saved + ((nint)head * queries + first) * 2;
                MatMul.Multiply(q + first * queryRow + (nint)head * size, keys, scores, new(rows, size, steps, queryRow, 1, steps, steps));
                for (int r = 0; r < rows; r++)
                {
                    float* row = scores + (nint)r * steps;
                    float max = Scale(row, Row(added, s, head, first + r), s.AddedStep, s.Scale, steps);
                    kept[2 * r] = max;
                    kept[2 * r + 1] = 1 / Exponentials(row, max, steps);
                }
                MatMul.Multiply(scores, v + (nint)group * valueSize, result, new(rows, steps, valueSize, steps, 1, valueRow, resultRow));
                for (int r = 0; r < rows; r++) Multiply(result + r * resultRow, kept[2 * r + 1], valueSize);
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
        Guard(q, k, v, added, saved, s, group);
        KernelGuard.Memory(dy, s.ResultCount);
        KernelGuard.Memory(gradients.Query, s.QueryCount);
        KernelGuard.Memory(gradients.Key, s.KeyCount);
        KernelGuard.Memory(gradients.Value, s.ValueCount);
        KernelGuard.Memory(scratch, s.BackwardScratch);
        int steps = s.Steps, queries = s.Queries, size = s.Size, valueSize = s.ValueSize, shared = s.Heads / s.Groups;
        nint queryRow = (nint)s.Heads * size, keyRow = (nint)s.Groups * size, valueRow = (nint)s.Groups * valueSize,
            resultRow = (nint)s.Heads * valueSize;
        float* keys = scratch, values = keys + (nint)steps * size, weights = values + (nint)steps * valueSize,
            changes = weights + (nint)s.RowsTogether * steps;
        k += (nint)group * size;
        Transposition.Copy(k, keyRow, keys, steps, steps, size);
        Transposition.Copy(v + (nint)group * valueSize, valueRow, values, steps, steps, valueSize);
        TileStart start = TileStart.Zero;
        for (int head = group * shared; head < (group + 1) * shared; head++)
            for (int first = 0; first < queries; first += s.RowsTogether, start = TileStart.Result)
            {
                int rows = Math.Min(s.RowsTogether, queries - first);
                float* query = q + first * queryRow + (nint)head * size, gradient = dy + first * resultRow + (nint)head * valueSize,
                    kept = saved + ((nint)head * queries + first) * 2;
                MatMul.Multiply(query, keys, weights, new(rows, size, steps, queryRow, 1, steps, steps));
                MatMul.Multiply(gradient, values, changes, new(rows, valueSize, steps, resultRow, 1, steps, steps));
                for (int r = 0; r < rows; r++)
                {
                    float* row = weights + (nint)r * steps, change = changes + (nint)r * steps;
                    Scale(row, Row(added, s, head, first + r), s.AddedStep, s.Scale, steps);
                    Exponentials(row, kept[2 * r], steps);
                    Slopes(row, change, kept[2 * r + 1], s.Scale, steps);
                }
                MatMul.Multiply(changes, k, gradients.Query + first * queryRow + (nint)head * size,
                    new(rows, steps, size, steps, 1, keyRow, queryRow));
                MatMul.Multiply(changes, query, gradients.Key + (nint)group * size, new(steps, rows, size, 1, steps, queryRow, keyRow),
                    start);
                MatMul.Multiply(weights, gradient, gradients.Value + (nint)group * valueSize,
                    new(steps, rows, valueSize, 1, steps, resultRow, valueRow), start);
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

    // x = x * scale + added; gives the largest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Scale(float* x, float* added, int addedStep, float scale, int count)
    {
        Vector<float> factor = Vector.Create(scale), lanes = Vector.Create(float.NegativeInfinity),
            same = Vector.Create(added != null && addedStep == 0 ? *added : 0);
        bool each = added != null && addedStep != 0;
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> y = Vector.Load(x + i) * factor + (each ? Vector.Load(added + i) : same);
            y.Store(x + i);
            lanes = Vector.Max(lanes, y);
        }
        float max = float.NegativeInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++) max = MathF.Max(max, lanes[lane]);
        for (; i < count; i++)
        {
            x[i] = x[i] * scale + (each ? added[i] : same[0]);
            max = MathF.Max(max, x[i]);
        }
        return max;
    }

    // x = exp(x - max); gives the sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Exponentials(float* x, float max, int count)
    {
        Vector<float> lanes = default, shift = Vector.Create(max);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> y = UnaryFunctions.Exp.Apply(Vector.Load(x + i) - shift);
            y.Store(x + i);
            lanes += y;
        }
        if (i < count)
        {
            // Lanes outside the row count as minus infinity: their exponentials are 0.
            Vector<float> part = Vector.Create(float.NegativeInfinity);
            Unsafe.CopyBlockUnaligned(&part, x + i, (uint)(count - i) * sizeof(float));
            part = UnaryFunctions.Exp.Apply(part - shift);
            Unsafe.CopyBlockUnaligned(x + i, &part, (uint)(count - i) * sizeof(float));
            lanes += part;
        }
        return Vector.Sum(lanes);
    }

    // weights = weights * scale of their row; changes = weights * (changes - sum of weights * changes) * scale of the scores.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Slopes(float* weights, float* changes, float rowScale, float scale, int count)
    {
        Vector<float> lanes = default, factor = Vector.Create(rowScale);
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> weight = Vector.Load(weights + i) * factor;
            weight.Store(weights + i);
            lanes += weight * Vector.Load(changes + i);
        }
        float sum = Vector.Sum(lanes);
        for (; i < count; i++)
        {
            weights[i] *= rowScale;
            sum += weights[i] * changes[i];
        }
        Vector<float> shift = Vector.Create(sum), slope = Vector.Create(scale);
        for (i = 0; i <= count - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.Load(weights + i) * (Vector.Load(changes + i) - shift) * slope).Store(changes + i);
        for (; i < count; i++) changes[i] = weights[i] * (changes[i] - sum) * scale;
    }

    private static void Multiply(float* x, float factor, int count)
    {
        int i = 0;
        for (; i <= count - Vector<float>.Count; i += Vector<float>.Count) (Vector.Load(x + i) * factor).Store(x + i);
        for (; i < count; i++) x[i] *= factor;
    }
}
