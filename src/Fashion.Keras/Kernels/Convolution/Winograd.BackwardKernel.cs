using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

// Gradient of the kernel: the same three steps backwards. With V = B^T d B and dM = A dY A^T, each place's gradient is
// dU = sum over tiles of V^T dM, a matrix product per place, and dg = G^T dU G. Sums rest in dU over the images of a group.
internal static unsafe partial class Winograd
{
    /// <summary>The code of <c>FinishKernel</c>.</summary>
    public static readonly KernelCode FinishKernelCode = KernelCode.Of(typeof(Winograd), nameof(FinishKernel), nameof(Gather));

    private static readonly KernelCode KernelEntry = KernelCode.Of(typeof(Winograd), nameof(BackwardKernel), nameof(TransformPatch),
        nameof(SpreadGradient), nameof(AddProducts));

    // Tiles that are transformed together: more than forward, since the sums are read and written once per block.
    private const int GradientTiles = 32;

    // More tiles at a time than forward: the sums are read and written once per block.
    private const int GradientBlock = 64;

    /// <summary>
    /// Floats of scratch for <see cref="BackwardKernel(float*, float*, float*, in Conv2DSizes, int, int, int, int, float*)"/>.
    /// </summary>
    public static long BackwardKernelScratch(in Conv2DSizes s) =>
        (long)Places * (Distance(GradientBlock, s.Channels) + Distance(GradientBlock, s.Filters)) + PaddedImage.ScratchFloats(Whole(s));

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static KernelCode BackwardKernelCode(in Conv2DSizes s) =>
        KernelCode.All(KernelEntry, IsSmall(s, Simd.Count) ? SmallSums : Tile.MultiplyCode(s.Channels, s.Filters));

    /// <summary>
    /// Channels [firstChannel, endChannel) of the transformed gradient (place, channel, filter) that images <paramref name="first"/> to
    /// <paramref name="end"/> give; a channel's bits do not depend on which others are asked for.
    /// </summary>
    public static void BackwardKernel(float* images, float* gradients, float* sums, in Conv2DSizes s, int first, int end, int firstChannel,
        int endChannel, float* scratch)
    {
        if (Simd.Has512)
            BackwardKernel<Simd512, Vector512<float>>(images, gradients, sums, s, first, end, firstChannel, endChannel, scratch);
        else if (Simd.Has256)
            BackwardKernel<Simd256, Vector256<float>>(images, gradients, sums, s, first, end, firstChannel, endChannel, scratch);
        else BackwardKernel<Simd128, Vector128<float>>(images, gradients, sums, s, first, end, firstChannel, endChannel, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* images, float* gradients, float* sums, in Conv2DSizes s, int first, int end,
        int firstChannel, int endChannel, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Range(firstChannel, endChannel, s.Channels);
        KernelGuard.Holds(s.Channels > SmallSize || (firstChannel == 0 && endChannel == s.Channels), s);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(sums, KernelFloats(s.Channels, s.Filters));
        KernelGuard.Memory(scratch, BackwardKernelScratch(s));
        KernelGuard.Apart(sums, KernelFloats(s.Channels, s.Filters), images, s.ImageCount);
        KernelGuard.Apart(sums, KernelFloats(s.Channels, s.Filters), gradients, s.ResultCount);
        Conv2DSizes whole = Whole(s);
        int channels = s.Channels, filters = s.Filters, across = whole.OutWidth / 2, tiles = whole.OutHeight / 2 * across;
        float* patches = scratch, spread = patches + Places * Distance(GradientBlock, channels),
            border = spread + Places * Distance(GradientBlock, filters);
        nint row = PaddedImage.Row(whole);
        for (int place = 0; place < Places && first >= end; place++)
            new Span<float>(sums + ((nint)place * channels + firstChannel) * filters, (endChannel - firstChannel) * filters).Clear();
        bool started = false;
        for (int n = first; n < end; n++)
        {
            float* image = PaddedImage.Of(images, n, whole, border), gradient = gradients + (nint)n * s.OutHeight * s.OutWidth * filters;
            for (int t = 0; t < tiles; t += GradientBlock)
            {
                int count = Math.Min(GradientBlock, tiles - t);
                for (int i = 0; i < count; i++)
                {
                    (int u, int v) = Math.DivRem(t + i, across);
                    TransformPatch<TSimd, TVector>(image + 2 * u * row + 2 * v * channels + firstChannel, row, channels,
                        endChannel - firstChannel, patches + i * channels + firstChannel, Distance(count, channels));
                    SpreadGradient<TSimd, TVector>(gradient + (nint)(2 * u * s.OutWidth + 2 * v) * filters, s, 2 * u + 1 < s.OutHeight,
                        2 * v + 1 < s.OutWidth, spread + i * filters, Distance(count, filters));
                }
                AddProducts<TSimd, TVector>(patches, spread, sums, s, firstChannel, endChannel, count, started);
                started = true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts<TSimd, TVector>(float* patches, float* spread, float* sums, in Conv2DSizes s, int first, int end,
        int count, bool started)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, filters = s.Filters;
        if (IsSmall(s, TSimd.Count))
        {
            for (int place = 0; place < Places; place++)
                AddSmall<TSimd, TVector>(patches + place * Distance(count, channels), spread + place * Distance(count, filters),
                    sums + place * SmallSize * SmallSize, count, started);
            return;
        }
        TileProduct p = default;
        p.Step = channels;
        p.Length = count;
        p.Segments = 1;
        p.BRow = filters;
        p.Start = started ? TileStart.Result : TileStart.Zero;
        for (int place = 0; place < Places; place++)
            for (int c = first; c < end; c += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, end - c);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = patches + place * Distance(count, channels) + c + r;
                    p.C[r] = sums + ((nint)place * channels + c + r) * filters;
                }
                p.B = spread + place * Distance(count, filters);
                Tile.Multiply<TSimd, TVector>(ref p, height, filters);
            }
    }

    // A dy A^T of one tile; results outside the image have no gradient.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadGradient<TSimd, TVector>(float* gradient, in Conv2DSizes s, bool second, bool right, float* target,
        nint distance)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Filters, f = 0;
        for (; f <= filters - TSimd.Count; f += TSimd.Count)
            SpreadLanes<TSimd, TVector>(gradient + f, s, second, right, target + f, distance, TSimd.Zero, whole: true);
        if (f < filters)
            SpreadLanes<TSimd, TVector>(gradient + f, s, second, right, target + f, distance, TSimd.FirstLanes(filters - f), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadLanes<TSimd, TVector>(float* gradient, in Conv2DSizes s, bool second, bool right, float* target,
        nint distance, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint filters = s.Filters, row = s.OutWidth * filters;
        TVector none = TSimd.Zero, y00 = Load<TSimd, TVector>(gradient, lanes, whole),
            y01 = right ? Load<TSimd, TVector>(gradient + filters, lanes, whole) : none,
            y10 = second ? Load<TSimd, TVector>(gradient + row, lanes, whole) : none,
            y11 = second && right ? Load<TSimd, TVector>(gradient + row + filters, lanes, whole) : none;
        StoreSpread<TSimd, TVector>(y00, y01, target, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Add(y00, y10), TSimd.Add(y01, y11), target + 4 * distance, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Subtract(y00, y10), TSimd.Subtract(y01, y11), target + 8 * distance, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Subtract(none, y10), TSimd.Subtract(none, y11), target + 12 * distance, distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSpread<TSimd, TVector>(TVector y0, TVector y1, float* target, nint distance, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Store<TSimd, TVector>(y0, target, lanes, whole);
        Store<TSimd, TVector>(TSimd.Add(y0, y1), target + distance, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(y0, y1), target + 2 * distance, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(TSimd.Zero, y1), target + 3 * distance, lanes, whole);
    }

    /// <summary>Channels [first, end) of the kernel's gradient G^T dU G, dU being the sum of several groups' in their order.</summary>
    public static void FinishKernel(float* sums, int groups, float* kernel, in Conv2DSizes s, int first, int end)
    {
        if (Simd.Has512) FinishKernel<Simd512, Vector512<float>>(sums, groups, kernel, s, first, end);
        else if (Simd.Has256) FinishKernel<Simd256, Vector256<float>>(sums, groups, kernel, s, first, end);
        else FinishKernel<Simd128, Vector128<float>>(sums, groups, kernel, s, first, end);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishKernel<TSimd, TVector>(float* sums, int groups, float* kernel, in Conv2DSizes s, int first, int end)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.AtLeast(groups, 1);
        KernelGuard.Range(first, end, s.Channels);
        KernelGuard.Memory(sums, (long)groups * KernelFloats(s.Channels, s.Filters));
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Apart(kernel, s.KernelCount, sums, (long)groups * KernelFloats(s.Channels, s.Filters));
        int filters = s.Filters;
        nint slice = (nint)s.Channels * filters, group = Places * slice;
        TVector half = TSimd.Create(0.5f);
        for (int c = first; c < end; c++)
            for (int f = 0; f < filters; f += TSimd.Count)
            {
                TVector lanes = TSimd.FirstLanes(filters - f);
                nint at = (nint)c * filters + f;
                Gather<TSimd, TVector>(sums + at, slice, group, groups, half, lanes, out TVector a0, out TVector a1, out TVector a2);
                Gather<TSimd, TVector>(sums + at + slice, slice, group, groups, half, lanes, out TVector b0, out TVector b1,
                    out TVector b2);
                Gather<TSimd, TVector>(sums + at + 2 * slice, slice, group, groups, half, lanes, out TVector c0, out TVector c1,
                    out TVector c2);
                Gather<TSimd, TVector>(sums + at + 3 * slice, slice, group, groups, half, lanes, out TVector d0, out TVector d1,
                    out TVector d2);
                StoreTaps<TSimd, TVector>(a0, b0, c0, d0, half, kernel + at, slice, lanes);
                StoreTaps<TSimd, TVector>(a1, b1, c1, d1, half, kernel + at + 3 * slice, slice, lanes);
                StoreTaps<TSimd, TVector>(a2, b2, c2, d2, half, kernel + at + 6 * slice, slice, lanes);
            }
    }

    // A column of four places, summed over the groups, times G^T.
    private static void Gather<TSimd, TVector>(float* sums, nint slice, nint group, int groups, TVector half, TVector lanes, out TVector h0,
        out TVector h1, out TVector h2)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector u0 = TSimd.Zero, u1 = u0, u2 = u0, u3 = u0;
        for (int i = 0; i < groups; i++, sums += group)
        {
            u0 = TSimd.Add(u0, TSimd.Load(sums, lanes));
            u1 = TSimd.Add(u1, TSimd.Load(sums + 4 * slice, lanes));
            u2 = TSimd.Add(u2, TSimd.Load(sums + 8 * slice, lanes));
            u3 = TSimd.Add(u3, TSimd.Load(sums + 12 * slice, lanes));
        }
        Join<TSimd, TVector>(u0, u1, u2, u3, half, out h0, out h1, out h2);
    }

    // G^T times a column: u0 + (u1 + u2) / 2, (u1 - u2) / 2, (u1 + u2) / 2 + u3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector half, out TVector h0, out TVector h1,
        out TVector h2)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector middle = TSimd.Multiply(TSimd.Add(u1, u2), half);
        h0 = TSimd.Add(u0, middle);
        h1 = TSimd.Multiply(TSimd.Subtract(u1, u2), half);
        h2 = TSimd.Add(middle, u3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTaps<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector half, float* target, nint slice,
        TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Join<TSimd, TVector>(u0, u1, u2, u3, half, out TVector h0, out TVector h1, out TVector h2);
        TSimd.Store(h0, target, lanes);
        TSimd.Store(h1, target + slice, lanes);
        TSimd.Store(h2, target + 2 * slice, lanes);
    }
}
