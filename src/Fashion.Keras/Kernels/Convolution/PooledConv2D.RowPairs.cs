using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// The gradient of a first layer's kernel where registers hold eight floats: two rows of four pixels, which is all that the patches
// of a window's places meet under one row of the kernel. Each lane picks the pixel under its own winning place, a tap at a time.
internal static unsafe partial class PooledConv2D
{
    private const int RowPairPixels = 8, RowPairSide = 3;

    // Whether a window's places begin in two rows at most, so that a pair of rows holds what they meet under each row of the kernel.
    private static bool FitsRowPairs(in PooledConv2DSizes s) =>
        FitsRegion(s) && (s.WindowHeight - 1) * s.Conv.StrideHeight <= 1 && s.Area <= RowPairPixels;

    // Tail: lanes without a filter are not read or written; taps that the kernel does not have are computed and dropped.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImageByRowPairs(float* image, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int* pixels,
        float* sums, int columns)
    {
        int filters = s.Conv.Filters, patch = s.Patch, windowsDown = s.PooledHeight, windowsAcross = s.PooledWidth;
        nint row = PaddedImage.Row(s.Conv), step = s.WindowWidth * s.Conv.StrideWidth, down = s.WindowHeight * s.Conv.StrideHeight * row;
        Vector256<float> lanes = Simd256.FirstLanes(columns);
        Vector256<float> c0 = default, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, sum = c0;
        float* values = gradients.Values, places = (float*)gradients.Places;
        for (int u = 0; u < windowsDown; u++, image += down)
        {
            float* window = image;
            for (int v = 0; v < windowsAcross; v++, window += step)
            {
                Vector256<float> place = Simd256.Load(places, lanes),
                    g = Through<Simd256, Vector256<float>>(place, Simd256.Load(values, lanes));
                sum = Avx.Add(sum, g);
                Vector256<int> left = Avx2.PermuteVar8x32(Avx.LoadVector256(pixels), place.AsInt32()),
                    middle = Avx2.Add(left, Vector256.Create(1)), right = Avx2.Add(left, Vector256.Create(2));
                Vector256<float> rows = RowPair(window, row);
                c0 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, left), c0);
                c1 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, middle), c1);
                c2 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, right), c2);
                rows = RowPair(window + row, row);
                c3 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, left), c3);
                c4 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, middle), c4);
                c5 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, right), c5);
                rows = RowPair(window + 2 * row, row);
                c6 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, left), c6);
                c7 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, middle), c7);
                c8 = Fma.MultiplyAdd(g, Avx2.PermuteVar8x32(rows, right), c8);
                values += filters;
                places += filters;
            }
        }
        Avx.Store(sums, c0);
        Avx.Store(sums + 8, c1);
        Avx.Store(sums + 16, c2);
        Avx.Store(sums + 24, c3);
        Avx.Store(sums + 32, c4);
        Avx.Store(sums + 40, c5);
        Avx.Store(sums + 48, c6);
        Avx.Store(sums + 56, c7);
        Avx.Store(sums + 64, c8);
        Avx.Store(sums + 72, sum);
        for (int t = 0; t <= patch; t++, kernel += filters)
        {
            int tap = t == patch ? FewTaps : t / s.Conv.KernelWidth * RowPairSide + t % s.Conv.KernelWidth;
            Simd256.Store(Avx.Add(Avx.LoadVector256(sums + 8 * tap), Simd256.Load(kernel, lanes)), kernel, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> RowPair(float* pixels, nint row) =>
        Avx.InsertVector128(Sse.LoadVector128(pixels).ToVector256Unsafe(), Sse.LoadVector128(pixels + row), 1);
}
