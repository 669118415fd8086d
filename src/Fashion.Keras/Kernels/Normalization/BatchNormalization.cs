using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Batch normalization over rows of channels: y = gamma * (x - mean) / sqrt(variance + epsilon) + beta with the batch's mean
/// and biased variance (Ioffe and Szegedy, 2015). Rows are summed in fixed blocks whose results are combined in order, so the
/// numbers do not depend on who sums which block.
/// <para>
/// Channels are the vector lanes. A register of channels goes down the rows of a block, so that sums and factors rest in registers; four
/// neighbouring rows are summed apart, or each addition would wait for the one before.
/// </para>
/// </summary>
internal static unsafe partial class BatchNormalization
{
    /// <summary>The code of <c>Moments</c>.</summary>
    public static readonly KernelCode MomentsCode = KernelCode.Of(typeof(BatchNormalization), nameof(Moments));

    /// <summary>The code of <c>Combine</c> and <c>Normalize</c>.</summary>
    public static readonly KernelCode NormalizeCode = KernelCode.Of(typeof(BatchNormalization), nameof(Combine), nameof(Normalize));

    /// <summary>
    /// Mean and sum of squared distances of one block of rows, two passes: block[0..channels), block[channels..2 channels).
    /// </summary>
    public static void Moments(float* x, int rows, int channels, float* block)
    {
        if (Simd.Has512) Moments<Simd512, Vector512<float>>(x, rows, channels, block);
        else if (Simd.Has256) Moments<Simd256, Vector256<float>>(x, rows, channels, block);
        else Moments<Simd128, Vector128<float>>(x, rows, channels, block);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments<TSimd, TVector>(float* x, int rows, int channels, float* block)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(block, 2L * channels);
        KernelGuard.Apart(block, 2L * channels, x, (long)rows * channels);
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Moments<TSimd, TVector>(x + c, rows, channels, block + c, TSimd.Zero, whole: true);
        if (c < channels)
            Moments<TSimd, TVector>(x + c, rows, channels, block + c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Moments<TSimd, TVector>(float* x, int rows, nint channels, float* block, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector a = TSimd.Zero, b = a, c = a, d = a;
        float* row = x;
        int r = 0;
        for (; r < rows - 3; r += 4, row += 4 * channels)
        {
            a = TSimd.Add(a, Load<TSimd, TVector>(row, lanes, whole));
            b = TSimd.Add(b, Load<TSimd, TVector>(row + channels, lanes, whole));
            c = TSimd.Add(c, Load<TSimd, TVector>(row + 2 * channels, lanes, whole));
            d = TSimd.Add(d, Load<TSimd, TVector>(row + 3 * channels, lanes, whole));
        }
        for (; r < rows; r++, row += channels) a = TSimd.Add(a, Load<TSimd, TVector>(row, lanes, whole));
        TVector mean = TSimd.Multiply(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Create(1f / rows));
        Store<TSimd, TVector>(mean, block, lanes, whole);
        a = b = c = d = TSimd.Zero;
        row = x;
        for (r = 0; r < rows - 3; r += 4, row += 4 * channels)
        {
            TVector p = TSimd.Subtract(Load<TSimd, TVector>(row, lanes, whole), mean),
                q = TSimd.Subtract(Load<TSimd, TVector>(row + channels, lanes, whole), mean),
                s = TSimd.Subtract(Load<TSimd, TVector>(row + 2 * channels, lanes, whole), mean),
                t = TSimd.Subtract(Load<TSimd, TVector>(row + 3 * channels, lanes, whole), mean);
            a = TSimd.MultiplyAdd(p, p, a);
            b = TSimd.MultiplyAdd(q, q, b);
            c = TSimd.MultiplyAdd(s, s, c);
            d = TSimd.MultiplyAdd(t, t, d);
        }
        for (; r < rows; r++, row += channels)
        {
            TVector p = TSimd.Subtract(Load<TSimd, TVector>(row, lanes, whole), mean);
            a = TSimd.MultiplyAdd(p, p, a);
        }
        Store<TSimd, TVector>(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), block + channels, lanes, whole);
    }

    /// <summary>
    /// Mean and variance of all rows from those of the blocks: squares around the mean are those around a block's and, per row, the square
    /// of what both means differ by.
    /// </summary>
    /// <param name="blocks">Results of <see cref="Moments"/>, one after the other.</param>
    /// <param name="s">How the rows fall into blocks.</param>
    /// <param name="mean">Result.</param>
    /// <param name="variance">Result, biased.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(float* blocks, in RowBlocks s, float* mean, float* variance)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(blocks, 2L * s.Count * s.Channels);
        KernelGuard.Memory(mean, s.Channels);
        KernelGuard.Memory(variance, s.Channels);
        KernelGuard.Apart(mean, s.Channels, blocks, 2L * s.Count * s.Channels);
        KernelGuard.Apart(variance, s.Channels, blocks, 2L * s.Count * s.Channels);
        int channels = s.Channels, count = s.Count;
        int next = 0;
        for (; next <= channels - Vector<float>.Count; next += Vector<float>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = low, lowSquares = low, highSquares = low;
            for (int b = 0; b < count; b++)
            {
                Vector.Widen(Vector.Load(blocks + 2 * (nint)b * channels + next), out Vector<double> l, out Vector<double> h);
                double n = s.RowsOf(b);
                low += l * n;
                high += h * n;
            }
            low /= s.Rows;
            high /= s.Rows;
            for (int b = 0; b < count; b++)
            {
                float* block = blocks + 2 * (nint)b * channels + next;
                Vector.Widen(Vector.Load(block), out Vector<double> l, out Vector<double> h);
                Vector.Widen(Vector.Load(block + channels), out Vector<double> lowOwn, out Vector<double> highOwn);
                double n = s.RowsOf(b);
                lowSquares += lowOwn + (l - low) * (l - low) * n;
                highSquares += highOwn + (h - high) * (h - high) * n;
            }
            Vector.Narrow(low, high).Store(mean + next);
            Vector.Narrow(lowSquares / s.Rows, highSquares / s.Rows).Store(variance + next);
        }
        for (int c = next; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int b = 0; b < count; b++) sum += (double)blocks[2 * (nint)b * channels + c] * s.RowsOf(b);
            double all = sum / s.Rows;
            for (int b = 0; b < count; b++)
            {
                double distance = blocks[2 * (nint)b * channels + c] - all;
                squares += blocks[(2 * (nint)b + 1) * channels + c] + distance * distance * s.RowsOf(b);
            }
            mean[c] = (float)all;
            variance[c] = (float)(squares / s.Rows);
        }
    }

    /// <summary>
    /// y = (x - mean) * scale + beta + shortcut (null for none), and relu of it on request; scale = gamma / sqrt(variance + epsilon).
    /// </summary>
    public static void Normalize(float* x, float* mean, float* scale, float* beta, float* shortcut, float* y, int rows, int channels,
        bool relu)
    {
        if (Simd.Has512) Normalize<Simd512, Vector512<float>>(x, mean, scale, beta, shortcut, y, rows, channels, relu);
        else if (Simd.Has256) Normalize<Simd256, Vector256<float>>(x, mean, scale, beta, shortcut, y, rows, channels, relu);
        else Normalize<Simd128, Vector128<float>>(x, mean, scale, beta, shortcut, y, rows, channels, relu);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize<TSimd, TVector>(float* x, float* mean, float* scale, float* beta, float* shortcut, float* y, int rows,
        int channels, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.Memory(scale, channels);
        KernelGuard.Memory(beta, channels);
        KernelGuard.MemoryOrNull(shortcut, (long)rows * channels);
        KernelGuard.Memory(y, (long)rows * channels);
        KernelGuard.SameOrApart(y, x, (long)rows * channels);
        if (shortcut != null) KernelGuard.SameOrApart(y, shortcut, (long)rows * channels);
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Normalize<TSimd, TVector>(x + c, mean + c, scale + c, beta + c, shortcut == null ? null : shortcut + c, y + c, rows, channels,
                relu, TSimd.Zero, whole: true);
        if (c < channels)
            Normalize<TSimd, TVector>(x + c, mean + c, scale + c, beta + c, shortcut == null ? null : shortcut + c, y + c, rows, channels,
                relu, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<TSimd, TVector>(float* x, float* mean, float* scale, float* beta, float* shortcut, float* y, int rows,
        nint channels, bool relu, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector m = Load<TSimd, TVector>(mean, lanes, whole), s = Load<TSimd, TVector>(scale, lanes, whole),
            b = Load<TSimd, TVector>(beta, lanes, whole);
        nint at = 0;
        for (int r = 0; r < rows; r++, at += channels)
        {
            TVector result = TSimd.MultiplyAdd(TSimd.Subtract(Load<TSimd, TVector>(x + at, lanes, whole), m), s, b);
            if (shortcut != null) result = TSimd.Add(result, Load<TSimd, TVector>(shortcut + at, lanes, whole));
            // As relu does: the comparison is false for NaN, which stays.
            if (relu) result = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, result), TSimd.Zero, result);
            Store<TSimd, TVector>(result, y + at, lanes, whole);
        }
    }

    /// <summary>gamma / sqrt(variance + epsilon).</summary>
    public static void Scale(float* gamma, float* variance, float epsilon, float* scale, int channels)
    {
        KernelGuard.Count(channels);
        KernelGuard.Memory(gamma, channels);
        KernelGuard.Memory(variance, channels);
        KernelGuard.Memory(scale, channels);
        for (int c = 0; c < channels; c++) scale[c] = gamma[c] / MathF.Sqrt(variance[c] + epsilon);
    }
}
