using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// G g G^T: the places of the kernel. Once per step, shared out by the rows of the transformed kernel.
internal static unsafe partial class Winograd
{
    private const int Taps = 9;

    /// <summary>The code of <c>TransformKernel</c>.</summary>
    public static KernelCode TransformKernelCode(in Conv2DSizes s) => KernelCodes[(int)Shape(s)];

    private static readonly KernelCode[] KernelCodes =
    [
        Code<WinogradTile2>(nameof(TransformKernel)), Code<WinogradTile4>(nameof(TransformKernel)),
        Code<WinogradLine3>(nameof(TransformKernel)), Code<WinogradLine5>(nameof(TransformKernel)),
    ];

    /// <summary>Floats of a transformed kernel.</summary>
    public static int KernelFloats(in Conv2DSizes s) => Places(Shape(s)) * Distance(s.Channels, s.Filters);

    /// <summary>
    /// Rows (channels) [first, end) of the transformed kernel (place, channel, filter) from (row, column, channel, filter).
    /// </summary>
    public static void TransformKernel(float* kernel, float* transformed, in Conv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) TransformKernel<Simd512, Vector512<float>>(kernel, transformed, s, first, end, scratch);
        else if (Simd.Has256) TransformKernel<Simd256, Vector256<float>>(kernel, transformed, s, first, end, scratch);
        else TransformKernel<Simd128, Vector128<float>>(kernel, transformed, s, first, end, scratch);
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

    /// <summary>
    /// The same as <see cref="TransformKernel(float*, float*, in Conv2DSizes, int, int, float*)"/>, for one register width.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TransformKernel<TSimd, TVector>(float* kernel, float* transformed, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s) || FitsLine(s), s);
        KernelGuard.Range(first, end, s.Channels);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(transformed, KernelFloats(s));
        KernelGuard.Memory(scratch, TileScratch);
        KernelGuard.Apart(transformed, KernelFloats(s), kernel, s.KernelCount);
        switch (Shape(s))
        {
            case WinogradShape.Tile2: TransformKernel<WinogradTile2, TSimd, TVector>(kernel, transformed, s, first, end, scratch); break;
            case WinogradShape.Tile4: TransformKernel<WinogradTile4, TSimd, TVector>(kernel, transformed, s, first, end, scratch); break;
            case WinogradShape.Line3: TransformKernel<WinogradLine3, TSimd, TVector>(kernel, transformed, s, first, end, scratch); break;
            default: TransformKernel<WinogradLine5, TSimd, TVector>(kernel, transformed, s, first, end, scratch); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformKernel<TTile, TSimd, TVector>(float* kernel, float* transformed, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint slice = (nint)s.Channels * s.Filters;
        for (int c = first; c < end; c++)
            for (int f = 0; f < s.Filters; f += TSimd.Count)
            {
                nint at = (nint)c * s.Filters + f;
                TTile.SpreadKernel<TSimd, TVector>(kernel + at, slice, transformed + at, Distance(s.Channels, s.Filters),
                    TSimd.FirstLanes(s.Filters - f), scratch);
            }
    }
}
