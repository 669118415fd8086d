using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Gradient of a small kernel (a first layer's: few taps) of a pooled convolution. Lists would cost more than they save: lanes
// are filters, the sums of all taps stay in registers, and for every place of a window the gradients of the filters whose
// maximum was there are multiplied with the pixels under the taps. Kernels with fewer taps repeat the last one and drop it.
internal static unsafe partial class PooledConv2D
{
    private static readonly KernelCode SmallKernelEntry = KernelCode.Of(typeof(PooledConv2D), nameof(BackwardSmallKernel));
    private static readonly KernelCode Images = KernelCode.Of(typeof(PooledConv2D), nameof(AddImage));
    private static readonly KernelCode ImagesByRegion = KernelCode.Of(typeof(PooledConv2D), nameof(AddImageByRegion));
    private static readonly KernelCode ImagesByRowPairs = KernelCode.Of(typeof(PooledConv2D), nameof(AddImageByRowPairs));

    /// <summary>
    /// Taps (kernel rows times columns times channels) that
    /// <see cref="BackwardSmallKernel(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/> takes at most.
    /// </summary>
    public const int FewTaps = 9;

    /// <summary>
    /// Floats of scratch for <see cref="BackwardSmallKernel(float*, PooledGradient, float*, in PooledConv2DSizes, int, int, float*)"/>.
    /// </summary>
    public static long BackwardSmallKernelScratch(in PooledConv2DSizes s) => PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The code of <c>BackwardSmallKernel</c>.</summary>
    public static KernelCode BackwardSmallKernelCode(in PooledConv2DSizes s) => KernelCode.All(SmallKernelEntry,
        ByRegion(s, Simd.Count) ? ImagesByRegion : ByRowPairs(s, Simd.Count) ? ImagesByRowPairs : Images);

    private static bool ByRegion(in PooledConv2DSizes s, int lanes) => Simd.Has512 && lanes == Simd512.Count && FitsRegion(s);

    private static bool ByRowPairs(in PooledConv2DSizes s, int lanes) => Simd.Has256 && lanes == Simd256.Count && FitsRowPairs(s);

    /// <summary>
    /// The gradient (taps, filters) that images <paramref name="first"/> to <paramref name="end"/> give, and in one more row the bias's.
    /// </summary>
    public static void BackwardSmallKernel(float* images, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int first,
        int end, float* scratch)
    {
        if (Simd.Has512) BackwardSmallKernel<Simd512, Vector512<float>>(images, gradients, kernel, s, first, end, scratch);
        else if (Simd.Has256) BackwardSmallKernel<Simd256, Vector256<float>>(images, gradients, kernel, s, first, end, scratch);
        else BackwardSmallKernel<Simd128, Vector128<float>>(images, gradients, kernel, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardSmallKernel<TSimd, TVector>(float* images, PooledGradient gradients, float* kernel, in PooledConv2DSizes s,
        int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.AtMost(s.Patch, FewTaps);
        KernelGuard.Range(first, end, s.Conv.Batch);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(gradients.Values, s.PooledCount);
        KernelGuard.Memory(gradients.Places, s.PooledCount);
        KernelGuard.Memory(kernel, (long)s.Conv.KernelCount + s.Conv.Filters);
        KernelGuard.Memory(scratch, BackwardSmallKernelScratch(s));
        KernelGuard.Apart(kernel, (long)s.Conv.KernelCount + s.Conv.Filters, images, s.Conv.ImageCount);
        KernelGuard.Apart(kernel, (long)s.Conv.KernelCount + s.Conv.Filters, gradients.Values, s.PooledCount);
        int filters = s.Conv.Filters;
        new Span<float>(kernel, s.Conv.KernelCount + filters).Clear();
        int* shifts = stackalloc int[PooledConv2DSizes.MaxArea], taps = stackalloc int[FewTaps];
        for (int place = 0; place < s.Area; place++) shifts[place] = s.PatchOffset(0, place);
        TapOffsets(s.Conv, taps, FewTaps);
        bool byRegion = ByRegion(s, TSimd.Count), byRowPairs = ByRowPairs(s, TSimd.Count);
        int* pixels = stackalloc int[(1 + FewTaps) * RegionPixels];
        float* sums = stackalloc float[(FewTaps + 1) * 32];
        if (byRegion || byRowPairs) PixelTables(s, pixels);
        for (int n = first; n < end; n++)
        {
            float* image = PaddedImage.Of(images, n, s.Conv, scratch);
            nint at = (nint)n * s.Windows * filters;
            if (byRegion)
                for (int f = 0; f < filters; f += 32)
                    AddImageByRegion(image, gradients.From(at + f), kernel + f, s, pixels, sums, filters - f);
            else if (byRowPairs)
                for (int f = 0; f < filters; f += 8)
                    AddImageByRowPairs(image, gradients.From(at + f), kernel + f, s, pixels, sums, filters - f);
            else
                for (int f = 0; f < filters; f += TSimd.Count)
                    AddImage<TSimd, TVector>(image, gradients.From(at + f), kernel + f, s, shifts, taps, TSimd.FirstLanes(filters - f));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImage<TSimd, TVector>(float* image, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int* shifts,
        int* taps, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Conv.Filters, area = s.Area, patch = s.Patch;
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, sum = c0;
        float* values = gradients.Values, places = (float*)gradients.Places;
        nint t0 = taps[0], t1 = taps[1], t2 = taps[2], t3 = taps[3], t4 = taps[4], t5 = taps[5], t6 = taps[6], t7 = taps[7], t8 = taps[8];
        int windowsDown = s.PooledHeight, windowsAcross = s.PooledWidth;
        nint step = s.PatchOffset(1, 0), row = s.PatchOffset(windowsAcross, 0);
        if (windowsAcross == 1) step = row;
        for (int u = 0; u < windowsDown; u++, image += row)
        {
            float* window = image;
            for (int v = 0; v < windowsAcross; v++, window += step)
            {
                TVector place = TSimd.Load(places, lanes), gradient = Through<TSimd, TVector>(place, TSimd.Load(values, lanes));
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
        && (s.WindowHeight - 1) * s.Conv.StrideHeight + s.Conv.KernelHeight <= 4
            && (s.WindowWidth - 1) * s.Conv.StrideWidth + s.Conv.KernelWidth <= 4
        && (s.PooledWidth - 1) * s.WindowWidth * s.Conv.StrideWidth + 4 <= (s.Conv.IsInside ? s.Conv.Width : s.Conv.PaddedWidth)
        && (s.PooledHeight - 1) * s.WindowHeight * s.Conv.StrideHeight + 4 <= (s.Conv.IsInside ? s.Conv.Height : s.Conv.PaddedHeight);

    private const int RegionPixels = 16, RegionSide = 4;

    // For each place of a window the pixel of the region that its patch begins with; then, for each tap, how much farther its pixel is, in
    // all lanes.
    private static void PixelTables(in PooledConv2DSizes s, int* pixels)
    {
        for (int place = 0; place < RegionPixels; place++)
            pixels[place] = place >= s.Area
                ? 0
                : place / s.WindowWidth * s.Conv.StrideHeight * RegionSide + place % s.WindowWidth * s.Conv.StrideWidth;
        for (int t = 0; t < FewTaps; t++)
        {
            int tap = Math.Min(t, s.Patch - 1);
            for (int lane = 0; lane < RegionPixels; lane++)
                pixels[(1 + t) * RegionPixels + lane] = tap / s.Conv.KernelWidth * RegionSide + tap % s.Conv.KernelWidth;
        }
    }

    // The same with a window's pixels in one register: each lane picks the pixel under its own winning place, a tap at a time,
    // for two registers of filters.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImageByRegion(float* image, PooledGradient gradients, float* kernel, in PooledConv2DSizes s, int* pixels,
        float* sums, int columns)
    {
        int filters = s.Conv.Filters, patch = s.Patch, windowsDown = s.PooledHeight, windowsAcross = s.PooledWidth;
        nint row = PaddedImage.Row(s.Conv), step = s.WindowWidth * s.Conv.StrideWidth, down = s.WindowHeight * s.Conv.StrideHeight * row;
        int* taps = pixels + RegionPixels;
        Vector512<float> lanes = Simd512.FirstLanes(columns), lanesR = Simd512.FirstLanes(columns - 16);
        Vector512<float> c0 = default, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0, sum = c0;
        Vector512<float> r0 = c0, r1 = c0, r2 = c0, r3 = c0, r4 = c0, r5 = c0, r6 = c0, r7 = c0, r8 = c0, sumR = c0;
        float* values = gradients.Values, places = (float*)gradients.Places;
        for (int u = 0; u < windowsDown; u++, image += down)
        {
            float* window = image;
            for (int v = 0; v < windowsAcross; v++, window += step)
            {
                // What lies four windows ahead: with large batches it comes from far away.
                Prefetch(values + 4 * filters);
                Prefetch(places + 4 * filters);
                Vector256<float> above =
                    Avx.InsertVector128(Sse.LoadVector128(window).ToVector256Unsafe(), Sse.LoadVector128(window + row), 1);
                Vector256<float> below =
                    Avx.InsertVector128(Sse.LoadVector128(window + 2 * row).ToVector256Unsafe(), Sse.LoadVector128(window + 3 * row), 1);
                Vector512<float> region = Avx512F.InsertVector256(above.ToVector512Unsafe(), below, 1);
                Vector512<float> place = Simd512.Load(places, lanes), placeR = Simd512.Load(places + 16, lanesR);
                Vector512<float> g = Through<Simd512, Vector512<float>>(place, Simd512.Load(values, lanes)),
                    gR = Through<Simd512, Vector512<float>>(placeR, Simd512.Load(values + 16, lanesR));
                sum = Avx512F.Add(sum, g);
                sumR = Avx512F.Add(sumR, gR);
                Vector512<int> at = Avx512F.PermuteVar16x32(Avx512F.LoadVector512(pixels), place.AsInt32()),
                    atR = Avx512F.PermuteVar16x32(Avx512F.LoadVector512(pixels), placeR.AsInt32());
                c0 = Avx512F.FusedMultiplyAdd(g, Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps))), c0);
                r0 = Avx512F.FusedMultiplyAdd(gR, Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps))), r0);
                c1 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 1 * RegionPixels))), c1);
                r1 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 1 * RegionPixels))), r1);
                c2 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 2 * RegionPixels))), c2);
                r2 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 2 * RegionPixels))), r2);
                c3 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 3 * RegionPixels))), c3);
                r3 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 3 * RegionPixels))), r3);
                c4 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 4 * RegionPixels))), c4);
                r4 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 4 * RegionPixels))), r4);
                c5 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 5 * RegionPixels))), c5);
                r5 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 5 * RegionPixels))), r5);
                c6 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 6 * RegionPixels))), c6);
                r6 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 6 * RegionPixels))), r6);
                c7 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 7 * RegionPixels))), c7);
                r7 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 7 * RegionPixels))), r7);
                c8 = Avx512F.FusedMultiplyAdd(g,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(at, Avx512F.LoadVector512(taps + 8 * RegionPixels))), c8);
                r8 = Avx512F.FusedMultiplyAdd(gR,
                    Avx512F.PermuteVar16x32(region, Avx512F.Add(atR, Avx512F.LoadVector512(taps + 8 * RegionPixels))), r8);
                values += filters;
                places += filters;
            }
        }
        Avx512F.Store(sums, c0);
        Avx512F.Store(sums + 16, r0);
        Avx512F.Store(sums + 32, c1);
        Avx512F.Store(sums + 48, r1);
        Avx512F.Store(sums + 64, c2);
        Avx512F.Store(sums + 80, r2);
        Avx512F.Store(sums + 96, c3);
        Avx512F.Store(sums + 112, r3);
        Avx512F.Store(sums + 128, c4);
        Avx512F.Store(sums + 144, r4);
        Avx512F.Store(sums + 160, c5);
        Avx512F.Store(sums + 176, r5);
        Avx512F.Store(sums + 192, c6);
        Avx512F.Store(sums + 208, r6);
        Avx512F.Store(sums + 224, c7);
        Avx512F.Store(sums + 240, r7);
        Avx512F.Store(sums + 256, c8);
        Avx512F.Store(sums + 272, r8);
        Avx512F.Store(sums + 288, sum);
        Avx512F.Store(sums + 304, sumR);
        for (int t = 0; t <= patch; t++, kernel += filters)
        {
            float* tap = sums + 32 * (t == patch ? FewTaps : t);
            Simd512.Store(Avx512F.Add(Avx512F.LoadVector512(tap), Simd512.Load(kernel, lanes)), kernel, lanes);
            if (columns > 16)
                Simd512.Store(Avx512F.Add(Avx512F.LoadVector512(tap + 16), Simd512.Load(kernel + 16, lanesR)), kernel + 16, lanesR);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* source)
    {
        Sse.Prefetch0(source);
        Sse.Prefetch0(source + 16);
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
