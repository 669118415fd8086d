using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

// Gradients. The relu's mask is computed again from x by the operations that made it, so the result is not read.
internal static unsafe partial class BatchNormalization
{
    /// <summary>The code of <c>GradientSums</c>.</summary>
    public static readonly KernelCode GradientSumsCode = KernelCode.Of(typeof(BatchNormalization), nameof(GradientSums));

    /// <summary>The code of <c>CombineGradients</c> and <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(BatchNormalization), nameof(CombineGradients), nameof(Backward));

    /// <summary>
    /// Sums of one block of rows: of dy, and of dy * (x - mean). Through the relu of (x - mean) * scale + beta, if they are given, which
    /// lets dy pass where it is above 0.
    /// </summary>
    public static void GradientSums(float* x, float* dy, float* mean, float* scale, float* beta, int rows, int channels,
        float* block)
    {
        if (Simd.Has512) GradientSums<Simd512, Vector512<float>>(x, dy, mean, scale, beta, rows, channels, block);
        else if (Simd.Has256) GradientSums<Simd256, Vector256<float>>(x, dy, mean, scale, beta, rows, channels, block);
        else GradientSums<Simd128, Vector128<float>>(x, dy, mean, scale, beta, rows, channels, block);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void GradientSums<TSimd, TVector>(float* x, float* dy, float* mean, float* scale, float* beta, int rows, int channels,
        float* block)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(dy, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.MemoryOrNull(scale, channels);
        KernelGuard.MemoryOrNull(beta, channels);
        KernelGuard.Holds(scale == null == (beta == null), channels);
        KernelGuard.Memory(block, 2L * channels);
        KernelGuard.Apart(block, 2L * channels, x, (long)rows * channels);
        KernelGuard.Apart(block, 2L * channels, dy, (long)rows * channels);
        bool relu = scale != null;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            GradientSums<TSimd, TVector>(x + c, dy + c, mean + c, relu ? scale + c : null, relu ? beta + c : null, rows, channels,
                block + c, TSimd.Zero, whole: true);
        if (c < channels)
            GradientSums<TSimd, TVector>(x + c, dy + c, mean + c, relu ? scale + c : null, relu ? beta + c : null, rows, channels,
                block + c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void GradientSums<TSimd, TVector>(float* x, float* dy, float* mean, float* scale, float* beta, int rows, nint channels,
        float* block, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        bool relu = scale != null;
        TVector none = TSimd.Zero, m = Load<TSimd, TVector>(mean, lanes, whole),
            s = relu ? Load<TSimd, TVector>(scale, lanes, whole) : none, b = relu ? Load<TSimd, TVector>(beta, lanes, whole) : none;
        TVector sum = none, products = none, sumNext = none, productsNext = none;
        nint at = 0;
        int r = 0;
        for (; r < rows - 1; r += 2, at += 2 * channels)
        {
            TVector distance = TSimd.Subtract(Load<TSimd, TVector>(x + at, lanes, whole), m),
                gradient = Load<TSimd, TVector>(dy + at, lanes, whole),
                distanceNext = TSimd.Subtract(Load<TSimd, TVector>(x + at + channels, lanes, whole), m),
                gradientNext = Load<TSimd, TVector>(dy + at + channels, lanes, whole);
            if (relu)
            {
                gradient = Pass<TSimd, TVector>(gradient, TSimd.MultiplyAdd(distance, s, b));
                gradientNext = Pass<TSimd, TVector>(gradientNext, TSimd.MultiplyAdd(distanceNext, s, b));
            }
            sum = TSimd.Add(sum, gradient);
            sumNext = TSimd.Add(sumNext, gradientNext);
            products = TSimd.MultiplyAdd(gradient, distance, products);
            productsNext = TSimd.MultiplyAdd(gradientNext, distanceNext, productsNext);
        }
        if (r < rows)
        {
            TVector distance = TSimd.Subtract(Load<TSimd, TVector>(x + at, lanes, whole), m),
                gradient = Load<TSimd, TVector>(dy + at, lanes, whole);
            if (relu) gradient = Pass<TSimd, TVector>(gradient, TSimd.MultiplyAdd(distance, s, b));
            sum = TSimd.Add(sum, gradient);
            products = TSimd.MultiplyAdd(gradient, distance, products);
        }
        Store<TSimd, TVector>(TSimd.Add(sum, sumNext), block, lanes, whole);
        Store<TSimd, TVector>(TSimd.Add(products, productsNext), block + channels, lanes, whole);
    }

    /// <summary>Totals of the blocks: dbeta, and dgamma = (sum of dy * (x - mean)) / sqrt(variance + epsilon).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CombineGradients(float* blocks, in RowBlocks s, float* variance, float epsilon, float* dgamma, float* dbeta)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Memory(blocks, 2L * s.Count * s.Channels);
        KernelGuard.Memory(variance, s.Channels);
        KernelGuard.Memory(dgamma, s.Channels);
        KernelGuard.Memory(dbeta, s.Channels);
        int channels = s.Channels, count = s.Count;
        int next = 0;
        for (; next <= channels - Vector<float>.Count; next += Vector<float>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = low, lowProducts = low, highProducts = low;
            for (int b = 0; b < count; b++)
            {
                float* block = blocks + 2 * (nint)b * channels + next;
                Vector.Widen(Vector.Load(block), out Vector<double> l, out Vector<double> h);
                Vector.Widen(Vector.Load(block + channels), out Vector<double> lowOwn, out Vector<double> highOwn);
                low += l;
                high += h;
                lowProducts += lowOwn;
                highProducts += highOwn;
            }
            Vector.Narrow(low, high).Store(dbeta + next);
            Vector.Widen(Vector.Load(variance + next), out Vector<double> lowVariance, out Vector<double> highVariance);
            Vector<double> added = Vector.Create((double)epsilon);
            Vector.Narrow(lowProducts / Vector.SquareRoot(lowVariance + added), highProducts / Vector.SquareRoot(highVariance + added))
                .Store(dgamma + next);
        }
        for (int c = next; c < channels; c++)
        {
            double sum = 0, products = 0;
            for (int b = 0; b < count; b++)
            {
                sum += blocks[2 * (nint)b * channels + c];
                products += blocks[(2 * (nint)b + 1) * channels + c];
            }
            dbeta[c] = (float)sum;
            dgamma[c] = (float)(products / Math.Sqrt((double)variance[c] + epsilon));
        }
    }

    /// <summary>
    /// dx = scale * (dy - dbeta / rows - (x - mean) * slope), slope = dgamma / rows / sqrt(variance + epsilon): the factors per
    /// channel that <see cref="Backward"/> takes.
    /// </summary>
    public static void BackwardFactors(float* variance, float epsilon, float* dgamma, float* dbeta, int rows, int channels, float* share,
        float* slope)
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(variance, channels);
        KernelGuard.Memory(dgamma, channels);
        KernelGuard.Memory(dbeta, channels);
        KernelGuard.Memory(share, channels);
        KernelGuard.Memory(slope, channels);
        for (int c = 0; c < channels; c++)
        {
            share[c] = dbeta[c] / rows;
            slope[c] = dgamma[c] / rows / MathF.Sqrt(variance[c] + epsilon);
        }
    }

    /// <summary>
    /// dx = scale * (dy - share - (x - mean) * slope); through the relu of (x - mean) * scale + beta, if beta is given.
    /// </summary>
    public static void Backward(float* x, float* dy, float* mean, float* scale, float* beta, float* share, float* slope, float* dx,
        int rows, int channels)
    {
        if (Simd.Has512) Backward<Simd512, Vector512<float>>(x, dy, mean, scale, beta, share, slope, dx, rows, channels);
        else if (Simd.Has256) Backward<Simd256, Vector256<float>>(x, dy, mean, scale, beta, share, slope, dx, rows, channels);
        else Backward<Simd128, Vector128<float>>(x, dy, mean, scale, beta, share, slope, dx, rows, channels);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TSimd, TVector>(float* x, float* dy, float* mean, float* scale, float* beta, float* share, float* slope,
        float* dx, int rows, int channels)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.Count(channels);
        KernelGuard.Memory(x, (long)rows * channels);
        KernelGuard.Memory(dy, (long)rows * channels);
        KernelGuard.Memory(mean, channels);
        KernelGuard.Memory(scale, channels);
        KernelGuard.MemoryOrNull(beta, channels);
        KernelGuard.Memory(share, channels);
        KernelGuard.Memory(slope, channels);
        KernelGuard.Memory(dx, (long)rows * channels);
        KernelGuard.SameOrApart(dx, x, (long)rows * channels);
        KernelGuard.SameOrApart(dx, dy, (long)rows * channels);
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Backward<TSimd, TVector>(x + c, dy + c, mean + c, scale + c, beta == null ? null : beta + c, share + c, slope + c, dx + c, rows,
                channels, TSimd.Zero, whole: true);
        if (c < channels)
            Backward<TSimd, TVector>(x + c, dy + c, mean + c, scale + c, beta == null ? null : beta + c, share + c, slope + c, dx + c, rows,
                channels, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<TSimd, TVector>(float* x, float* dy, float* mean, float* scale, float* beta, float* share, float* slope,
        float* dx, int rows, nint channels, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        bool relu = beta != null;
        TVector m = Load<TSimd, TVector>(mean, lanes, whole), s = Load<TSimd, TVector>(scale, lanes, whole),
            b = relu ? Load<TSimd, TVector>(beta, lanes, whole) : TSimd.Zero, common = Load<TSimd, TVector>(share, lanes, whole),
            fall = TSimd.Subtract(TSimd.Zero, Load<TSimd, TVector>(slope, lanes, whole));
        nint at = 0;
        for (int r = 0; r < rows; r++, at += channels)
        {
            TVector distance = TSimd.Subtract(Load<TSimd, TVector>(x + at, lanes, whole), m),
                gradient = Load<TSimd, TVector>(dy + at, lanes, whole);
            if (relu) gradient = Pass<TSimd, TVector>(gradient, TSimd.MultiplyAdd(distance, s, b));
            gradient = TSimd.MultiplyAdd(distance, fall, TSimd.Subtract(gradient, common));
            Store<TSimd, TVector>(TSimd.Multiply(gradient, s), dx + at, lanes, whole);
        }
    }

    // The gradient of a relu's argument z; NaN lets it pass, as the mask of the unfused operations does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Pass<TSimd, TVector>(TVector gradient, TVector z)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
        => TSimd.Select(TSimd.Or(TSimd.GreaterThan(z, TSimd.Zero), TSimd.IsNaN(z)), gradient, TSimd.Zero);
}
