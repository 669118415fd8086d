using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Layer normalization of rows: y = gamma * (x - mean) * deviation + beta with the row's own mean and deviation = 1 / sqrt(variance +
/// epsilon), the variance biased (Ba et al. 2016). A row stays in the nearest cache while it is read three times.
/// </summary>
internal static unsafe class LayerNormalization
{
    /// <summary>The code of <c>Forward</c>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.Of(typeof(LayerNormalization), nameof(Forward));

    /// <summary>The code of <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(LayerNormalization), nameof(Backward));

    /// <summary>Normalizes rows; y may be x.</summary>
    /// <param name="x">(rows, width).</param>
    /// <param name="gamma">(width,).</param>
    /// <param name="beta">(width,).</param>
    /// <param name="y">Result (rows, width).</param>
    /// <param name="saved">Result (rows, 2): mean and deviation.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Numbers of a row, at least 1.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static void Forward(float* x, float* gamma, float* beta, float* y, float* saved, int rows, int width, float epsilon)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(x, gamma, beta, y, saved, rows, width, epsilon);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(x, gamma, beta, y, saved, rows, width, epsilon);
        else Forward<Simd128, Vector128<float>>(x, gamma, beta, y, saved, rows, width, epsilon);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* x, float* gamma, float* beta, float* y, float* saved, int rows, int width,
        float epsilon)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.AtMost((long)rows * width, int.MaxValue);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(y, (long)rows * width);
        KernelGuard.Memory(gamma, width);
        KernelGuard.Memory(beta, width);
        KernelGuard.Memory(saved, 2L * rows);
        KernelGuard.SameOrApart(y, x, (long)rows * width);
        int whole = width / TSimd.Count * TSimd.Count;
        TVector lanes = TSimd.FirstLanes(width - whole);
        for (int r = 0; r < rows; r++, x += width, y += width, saved += 2)
        {
            TVector a = TSimd.Zero, b = a;
            int i = 0;
            for (; i < whole - TSimd.Count; i += 2 * TSimd.Count)
            {
                a = TSimd.Add(a, TSimd.Load(x + i));
                b = TSimd.Add(b, TSimd.Load(x + i + TSimd.Count));
            }
            if (i < whole) a = TSimd.Add(a, TSimd.Load(x + i));
            if (whole < width) b = TSimd.Add(b, TSimd.Load(x + whole, lanes));
            float mean = TSimd.Sum(TSimd.Add(a, b)) / width;

            TVector center = TSimd.Create(mean);
            a = b = TSimd.Zero;
            for (i = 0; i < whole - TSimd.Count; i += 2 * TSimd.Count)
            {
                TVector c = TSimd.Subtract(TSimd.Load(x + i), center), d = TSimd.Subtract(TSimd.Load(x + i + TSimd.Count), center);
                a = TSimd.MultiplyAdd(c, c, a);
                b = TSimd.MultiplyAdd(d, d, b);
            }
            if (i < whole)
            {
                TVector c = TSimd.Subtract(TSimd.Load(x + i), center);
                a = TSimd.MultiplyAdd(c, c, a);
            }
            if (whole < width)
            {
                TVector d = TSimd.Select(lanes, TSimd.Subtract(TSimd.Load(x + whole, lanes), center), TSimd.Zero);
                b = TSimd.MultiplyAdd(d, d, b);
            }
            float deviation = 1 / MathF.Sqrt(TSimd.Sum(TSimd.Add(a, b)) / width + epsilon);
            saved[0] = mean;
            saved[1] = deviation;

            TVector factor = TSimd.Create(deviation);
            for (i = 0; i < whole; i += TSimd.Count)
                Scale<TSimd, TVector>(x + i, gamma + i, beta + i, y + i, center, factor, lanes, whole: true);
            if (whole < width)
                Scale<TSimd, TVector>(x + whole, gamma + whole, beta + whole, y + whole, center, factor, lanes, whole: false);
        }
    }

    /// <summary>
    /// Gradients of rows; dx may be dy. With g = gamma * dy and n = (x - mean) * deviation: dx = deviation * (g - mean of g - n * mean of
    /// g n).
    /// </summary>
    /// <param name="x">(rows, width).</param>
    /// <param name="gamma">(width,).</param>
    /// <param name="saved">What <see cref="Forward(float*, float*, float*, float*, float*, int, int, float)"/> saved.</param>
    /// <param name="dy">Gradients of y (rows, width).</param>
    /// <param name="dx">Result (rows, width).</param>
    /// <param name="dgamma">Result (width,): the sum of dy * n over these rows.</param>
    /// <param name="dbeta">Result (width,): the sum of dy.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Numbers of a row, at least 1.</param>
    public static void Backward(float* x, float* gamma, float* saved, float* dy, float* dx, float* dgamma, float* dbeta, int rows,
        int width)
    {
        if (Simd.Has512) Backward<Simd512, Vector512<float>>(x, gamma, saved, dy, dx, dgamma, dbeta, rows, width);
        else if (Simd.Has256) Backward<Simd256, Vector256<float>>(x, gamma, saved, dy, dx, dgamma, dbeta, rows, width);
        else Backward<Simd128, Vector128<float>>(x, gamma, saved, dy, dx, dgamma, dbeta, rows, width);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward<TSimd, TVector>(float* x, float* gamma, float* saved, float* dy, float* dx, float* dgamma, float* dbeta,
        int rows, int width)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Count(rows);
        KernelGuard.AtLeast(width, 1);
        KernelGuard.AtMost((long)rows * width, int.MaxValue);
        KernelGuard.Memory(x, (long)rows * width);
        KernelGuard.Memory(dy, (long)rows * width);
        KernelGuard.Memory(dx, (long)rows * width);
        KernelGuard.Memory(gamma, width);
        KernelGuard.Memory(saved, 2L * rows);
        KernelGuard.Memory(dgamma, width);
        KernelGuard.Memory(dbeta, width);
        KernelGuard.SameOrApart(dx, dy, (long)rows * width);
        KernelGuard.Apart(dx, (long)rows * width, x, (long)rows * width);
        KernelGuard.Apart(dgamma, width, dbeta, width);
        new Span<float>(dgamma, width).Clear();
        new Span<float>(dbeta, width).Clear();
        int whole = width / TSimd.Count * TSimd.Count;
        TVector lanes = TSimd.FirstLanes(width - whole);
        for (int r = 0; r < rows; r++, x += width, dy += width, dx += width, saved += 2)
        {
            TVector center = TSimd.Create(saved[0]), factor = TSimd.Create(saved[1]), sum = TSimd.Zero, products = sum;
            for (int i = 0; i < whole; i += TSimd.Count)
                Collect<TSimd, TVector>(x + i, gamma + i, dy + i, dgamma + i, dbeta + i, center, factor, ref sum, ref products, lanes,
                    whole: true);
            if (whole < width)
                Collect<TSimd, TVector>(x + whole, gamma + whole, dy + whole, dgamma + whole, dbeta + whole, center, factor, ref sum,
                    ref products, lanes, whole: false);
            // dx = deviation * g + (x - mean) * slope + shift
            float deviation = saved[1];
            TVector slope = TSimd.Create(-deviation * deviation * TSimd.Sum(products) / width),
                shift = TSimd.Create(-deviation * TSimd.Sum(sum) / width);
            for (int i = 0; i < whole; i += TSimd.Count)
                Spread<TSimd, TVector>(x + i, gamma + i, dy + i, dx + i, center, factor, slope, shift, lanes, whole: true);
            if (whole < width)
                Spread<TSimd, TVector>(x + whole, gamma + whole, dy + whole, dx + whole, center, factor, slope, shift, lanes, whole: false);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TSimd, TVector>(float* x, float* gamma, float* beta, float* y, TVector center, TVector factor, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector n = TSimd.Multiply(TSimd.Subtract(Load<TSimd, TVector>(x, lanes, whole), center), factor);
        Store<TSimd, TVector>(TSimd.MultiplyAdd(n, Load<TSimd, TVector>(gamma, lanes, whole), Load<TSimd, TVector>(beta, lanes, whole)), y,
            lanes, whole);
    }

    // Lanes that are off have a gradient of 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Collect<TSimd, TVector>(float* x, float* gamma, float* dy, float* dgamma, float* dbeta, TVector center,
        TVector factor, ref TVector sum, ref TVector products, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector d = Load<TSimd, TVector>(dy, lanes, whole), g = TSimd.Multiply(d, Load<TSimd, TVector>(gamma, lanes, whole)),
            n = TSimd.Multiply(TSimd.Subtract(Load<TSimd, TVector>(x, lanes, whole), center), factor);
        if (!whole) n = TSimd.Select(lanes, n, TSimd.Zero);
        sum = TSimd.Add(sum, g);
        products = TSimd.MultiplyAdd(g, n, products);
        Store<TSimd, TVector>(TSimd.MultiplyAdd(d, n, Load<TSimd, TVector>(dgamma, lanes, whole)), dgamma, lanes, whole);
        Store<TSimd, TVector>(TSimd.Add(d, Load<TSimd, TVector>(dbeta, lanes, whole)), dbeta, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<TSimd, TVector>(float* x, float* gamma, float* dy, float* dx, TVector center, TVector factor, TVector slope,
        TVector shift, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector g = TSimd.Multiply(TSimd.Multiply(Load<TSimd, TVector>(dy, lanes, whole), Load<TSimd, TVector>(gamma, lanes, whole)),
            factor);
        TVector distance = TSimd.Subtract(Load<TSimd, TVector>(x, lanes, whole), center);
        Store<TSimd, TVector>(TSimd.MultiplyAdd(distance, slope, TSimd.Add(g, shift)), dx, lanes, whole);
    }
}
