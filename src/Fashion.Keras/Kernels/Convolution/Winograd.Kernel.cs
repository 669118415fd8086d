using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// G g G^T: the kernel's 16 places. Once per step, shared out by the rows of the transformed kernel.
internal static unsafe partial class Winograd
{
    /// <summary>The code of <c>TransformKernel</c>.</summary>
    public static readonly KernelCode TransformKernelCode = KernelCode.Of(typeof(Winograd), nameof(TransformKernel));

    private const int Taps = 9;

    /// <summary>Floats of a transformed kernel.</summary>
    public static int KernelFloats(int channels, int filters) => Places * channels * filters;

    /// <summary>Rows (channels) [first, end) of the transformed kernel (place, channel, filter) from (3, 3, channel, filter).</summary>
    public static void TransformKernel(float* kernel, float* transformed, int channels, int filters, int first, int end)
    {
        if (Simd.Has512) TransformKernel<Simd512, Vector512<float>>(kernel, transformed, channels, filters, first, end);
        else if (Simd.Has256) TransformKernel<Simd256, Vector256<float>>(kernel, transformed, channels, filters, first, end);
        else TransformKernel<Simd128, Vector128<float>>(kernel, transformed, channels, filters, first, end);
    }

    /// <summary>
    /// The kernel of the gradient of the images, rotated by half a circle and with channels and filters exchanged: rows (filters)
    /// [first, end) of (3, 3, filter, channel).
    /// </summary>
    public static void RotateKernel(float* kernel, float* rotated, int channels, int filters, int first, int end)
    {
        KernelGuard.AtLeast(channels, 1);
        KernelGuard.AtLeast(filters, 1);
        KernelGuard.Range(first, end, filters);
        KernelGuard.Memory(kernel, (long)Taps * channels * filters);
        KernelGuard.Memory(rotated, (long)Taps * channels * filters);
        KernelGuard.Apart(rotated, (long)Taps * channels * filters, kernel, (long)Taps * channels * filters);
        nint slice = (nint)channels * filters;
        for (int tap = 0; tap < Taps; tap++)
            Transposition.Copy(kernel + tap * slice + first, filters, rotated + (Taps - 1 - tap) * slice + (nint)first * channels, channels,
                channels, end - first);
    }

    /// <summary>The same as <see cref="TransformKernel(float*, float*, int, int, int, int)"/>, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformKernel<TSimd, TVector>(float* kernel, float* transformed, int channels, int filters, int first, int end)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.AtLeast(channels, 1);
        KernelGuard.AtLeast(filters, 1);
        KernelGuard.Range(first, end, channels);
        KernelGuard.Memory(kernel, (long)Taps * channels * filters);
        KernelGuard.Memory(transformed, KernelFloats(channels, filters));
        KernelGuard.Apart(transformed, KernelFloats(channels, filters), kernel, (long)Taps * channels * filters);
        nint slice = (nint)channels * filters;
        TVector half = TSimd.Create(0.5f);
        for (int c = first; c < end; c++)
            for (int f = 0; f < filters; f += TSimd.Count)
            {
                TVector lanes = TSimd.FirstLanes(filters - f);
                nint at = (nint)c * filters + f;
                Spread<TSimd, TVector>(TSimd.Load(kernel + at, lanes), TSimd.Load(kernel + at + 3 * slice, lanes),
                    TSimd.Load(kernel + at + 6 * slice, lanes), half, out TVector a0, out TVector a1, out TVector a2, out TVector a3);
                Spread<TSimd, TVector>(TSimd.Load(kernel + at + slice, lanes), TSimd.Load(kernel + at + 4 * slice, lanes),
                    TSimd.Load(kernel + at + 7 * slice, lanes), half, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
                Spread<TSimd, TVector>(TSimd.Load(kernel + at + 2 * slice, lanes), TSimd.Load(kernel + at + 5 * slice, lanes),
                    TSimd.Load(kernel + at + 8 * slice, lanes), half, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
                StoreRow<TSimd, TVector>(a0, b0, c0, half, transformed + at, slice, lanes);
                StoreRow<TSimd, TVector>(a1, b1, c1, half, transformed + at + 4 * slice, slice, lanes);
                StoreRow<TSimd, TVector>(a2, b2, c2, half, transformed + at + 8 * slice, slice, lanes);
                StoreRow<TSimd, TVector>(a3, b3, c3, half, transformed + at + 12 * slice, slice, lanes);
            }
    }

    // G times a column: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<TSimd, TVector>(TVector g0, TVector g1, TVector g2, TVector half, out TVector t0, out TVector t1,
        out TVector t2, out TVector t3)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector ends = TSimd.Add(g0, g2);
        t0 = g0;
        t1 = TSimd.Multiply(TSimd.Add(ends, g1), half);
        t2 = TSimd.Multiply(TSimd.Subtract(ends, g1), half);
        t3 = g2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector>(TVector g0, TVector g1, TVector g2, TVector half, float* target, nint distance,
        TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Spread<TSimd, TVector>(g0, g1, g2, half, out TVector t0, out TVector t1, out TVector t2, out TVector t3);
        TSimd.Store(t0, target, lanes);
        TSimd.Store(t1, target + distance, lanes);
        TSimd.Store(t2, target + 2 * distance, lanes);
        TSimd.Store(t3, target + 3 * distance, lanes);
    }
}
