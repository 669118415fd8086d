using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Gradient of a small kernel (a first layer's: few taps) of a pooled convolution. Lists would cost more than they save: lanes
// are filters, the sums of all taps stay in registers, and for every place of a window the gradients of the filters whose
// maximum was there are multiplied with the pixels under the taps. Kernels with fewer taps repeat the last one and drop it.
internal static unsafe partial class PooledConv2D
{
    /// <summary>Taps (kernel rows times columns times channels) that <see cref="BackwardSmallKernel(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/> takes at most.</summary>
    public const int FewTaps = 9;

    /// <summary>Floats of scratch for <see cref="BackwardSmallKernel(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/>.</summary>
    public static int BackwardSmallKernelScratch(in PooledConv2DSizes s) => PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The gradient (taps, filters) that images <paramref name="first"/> to <paramref name="end"/> give, and in one more row the bias's.</summary>
    public static void BackwardSmallKernel(float* images, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardSmallKernel<Simd512, Vector512<float>>(images, gradients, kernel, s, first, end, scratch);
        else if (Simd.Has256) BackwardSmallKernel<Simd256, Vector256<float>>(images, gradients, kernel, s, first, end, scratch);
        else BackwardSmallKernel<Simd128, Vector128<float>>(images, gradients, kernel, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardSmallKernel<TSimd, TVector>(float* images, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Conv.Filters;
        new Span<float>(kernel, s.Conv.KernelCount + filters).Clear();
        int* shifts = stackalloc int[PooledConv2DSizes.MaxArea], taps = stackalloc int[FewTaps];
        for (int place = 0; place < s.Area; place++) shifts[place] = s.PatchOffset(0, place);
        TapOffsets(s.Conv, taps, FewTaps);
        for (int n = first; n < end; n++)
        {
            float* image = PaddedImage.Of(images, n, s.Conv, scratch);
            for (int f = 0; f < filters; f += TSimd.Count)
            {
                nint at = (nint)n * s.Windows * filters + f;
                if (Simd.Has512 && TSimd.Count == 16 && FitsRegion(s)) AddImageByRegion(image, gradients.From(at), kernel + f, s, filters - f);
                else AddImage<TSimd, TVector>(image, gradients.From(at), kernel + f, s, shifts, taps, TSimd.FirstLanes(filters - f));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImage<TSimd, TVector>(float* image, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int* shifts, int* taps, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Conv.Filters, area = s.Area, patch = s.Patch;
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, sum = c0;
        float* values = gradients.Values, places = (float*)gradients.Places, pooled = gradients.Pooled;
        nint t0 = taps[0], t1 = taps[1], t2 = taps[2], t3 = taps[3], t4 = taps[4], t5 = taps[5], t6 = taps[6], t7 = taps[7], t8 = taps[8];
        int windowsDown = s.PooledHeight, windowsAcross = s.PooledWidth;
        nint step = s.PatchOffset(1, 0), row = s.PatchOffset(windowsAcross, 0);
        if (windowsAcross == 1) step = row;
        for (int u = 0; u < windowsDown; u++, image += row)
        {
            float* window = image;
            for (int v = 0; v < windowsAcross; v++, window += step)
            {
                TVector gradient = TSimd.Load(values, lanes), place = TSimd.Load(places, lanes);
                if (pooled != null)
                {
                    gradient = Behind<TSimd, TVector>(TSimd.Load(pooled, lanes), gradient);
                    pooled += filters;
                }
                sum = TSimd.Add(sum, gradient);
                for (int q = 0; q < area; q++)
                {
                    float* pixel = window + shifts[q];
                    TVector g = TSimd.Select(TSimd.HasBits(place, q), gradient, TSimd.Zero);
                    c0 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t0]), c0);
                    c1 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t1]), c1);
                    c2 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t2]), c2);
                    c3 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t3]), c3);
                    c4 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t4]), c4);
                    c5 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t5]), c5);
                    c6 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t6]), c6);
                    c7 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t7]), c7);
                    c8 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t8]), c8);
                }
                values += filters;
                places += filters;
            }
        }
        Add<TSimd, TVector>(c0, kernel, 0, patch, filters, lanes);
        Add<TSimd, TVector>(c1, kernel, 1, patch, filters, lanes);
        Add<TSimd, TVector>(c2, kernel, 2, patch, filters, lanes);
        Add<TSimd, TVector>(c3, kernel, 3, patch, filters, lanes);
        Add<TSimd, TVector>(c4, kernel, 4, patch, filters, lanes);
        Add<TSimd, TVector>(c5, kernel, 5, patch, filters, lanes);
        Add<TSimd, TVector>(c6, kernel, 6, patch, filters, lanes);
        Add<TSimd, TVector>(c7, kernel, 7, patch, filters, lanes);
        Add<TSimd, TVector>(c8, kernel, 8, patch, filters, lanes);
        Add<TSimd, TVector>(sum, kernel, patch, patch + 1, filters, lanes);
    }

    // Whether all pixels under a window and its kernel are four rows of four at most, of which a register holds all.
    private static bool FitsRegion(in PooledConv2DSizes s) =>
        s.Conv is { Channels: 1, DilationHeight: 1, DilationWidth: 1, KernelHeight: <= 3, KernelWidth: <= 3 }
        && (s.WindowHeight - 1) * s.Conv.StrideHeight + s.Conv.KernelHeight <= 4 && (s.WindowWidth - 1) * s.Conv.StrideWidth + s.Conv.KernelWidth <= 4
        && (s.PooledWidth - 1) * s.WindowWidth * s.Conv.StrideWidth + 4 <= (s.Conv.IsInside ? s.Conv.Width : s.Conv.PaddedWidth)
        && (s.PooledHeight - 1) * s.WindowHeight * s.Conv.StrideHeight + 4 <= (s.Conv.IsInside ? s.Conv.Height : s.Conv.PaddedHeight);

    // The same with a window's pixels in one register: each lane picks the pixel under its own winning place, a tap at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImageByRegion(float* image, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int columns)
    {
        const int side = 4;
        int filters = s.Conv.Filters, patch = s.Patch, windowsDown = s.PooledHeight, windowsAcross = s.PooledWidth;
        nint row = PaddedImage.Row(s.Conv), step = s.WindowWidth * s.Conv.StrideWidth, down = s.WindowHeight * s.Conv.StrideHeight * row;
        int* pixels = stackalloc int[PooledConv2DSizes.MaxArea];
        new Span<int>(pixels, PooledConv2DSizes.MaxArea).Clear();
        for (int place = 0; place < s.Area; place++) pixels[place] = place / s.WindowWidth * s.Conv.StrideHeight * side + place % s.WindowWidth * s.Conv.StrideWidth;
        Vector512<int> table = Vector512.Load(pixels);
        Vector512<int> o1 = TapPixel(1, s), o2 = TapPixel(2, s), o3 = TapPixel(3, s), o4 = TapPixel(4, s), o5 = TapPixel(5, s), o6 = TapPixel(6, s), o7 = TapPixel(7, s), o8 = TapPixel(8, s);
        Vector512<float> lanes = Simd512.FirstLanes(columns);
        Vector512<float> c0 = default, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, sum = c0;
        float* values = gradients.Values, places = (float*)gradients.Places, pooled = gradients.Pooled;
        for (int u = 0; u < windowsDown; u++, image += down)
        {
            float* window = image;
            for (int v = 0; v < windowsAcross; v++, window += step)
            {
                Vector512<float> region = Vector512.Create(
                    Vector256.Create(Vector128.Load(window), Vector128.Load(window + row)),
                    Vector256.Create(Vector128.Load(window + 2 * row), Vector128.Load(window + 3 * row)));
                Vector512<float> g = Simd512.Load(values, lanes);
                if (pooled != null)
                {
                    g = Vector512.AndNot(g, Vector512.Equals(Simd512.Load(pooled, lanes), Vector512<float>.Zero));
                    pooled += filters;
                }
                sum += g;
                Vector512<int> at = Avx512F.PermuteVar16x32(table, Simd512.Load(places, lanes).AsInt32());
                c0 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at), c0);
                c1 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o1), c1);
                c2 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o2), c2);
                c3 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o3), c3);
                c4 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o4), c4);
                c5 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o5), c5);
                c6 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o6), c6);
                c7 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o7), c7);
                c8 = Vector512.MultiplyAddEstimate(g, Avx512F.PermuteVar16x32(region, at + o8), c8);
                values += filters;
                places += filters;
            }
        }
        Add<Simd512, Vector512<float>>(c0, kernel, 0, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c1, kernel, 1, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c2, kernel, 2, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c3, kernel, 3, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c4, kernel, 4, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c5, kernel, 5, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c6, kernel, 6, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c7, kernel, 7, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(c8, kernel, 8, patch, filters, lanes);
        Add<Simd512, Vector512<float>>(sum, kernel, patch, patch + 1, filters, lanes);

        static Vector512<int> TapPixel(int tap, in PooledConv2DSizes s)
        {
            int last = Math.Min(tap, s.Patch - 1);
            return Vector512.Create(last / s.Conv.KernelWidth * side + last % s.Conv.KernelWidth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TSimd, TVector>(TVector sum, float* kernel, int tap, int patch, int filters, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (tap >= patch) return;
        kernel += (nint)tap * filters;
        TSimd.Store(TSimd.Add(TSimd.Load(kernel, lanes), sum), kernel, lanes);
    }

    // Where the taps of a patch lie in the (padded) image, in the order of the kernel's rows; the last one repeated.
    private static void TapOffsets(in Conv2DSizes s, int* offsets, int count)
    {
        int row = (int)PaddedImage.Row(s), taps = s.KernelHeight * s.KernelWidth * s.Channels;
        for (int t = 0; t < count; t++)
        {
            (int tap, int channel) = Math.DivRem(Math.Min(t, taps - 1), s.Channels);
            (int i, int j) = Math.DivRem(tap, s.KernelWidth);
            offsets[t] = i * s.DilationHeight * row + j * s.DilationWidth * s.Channels + channel;
        }
    }
}
