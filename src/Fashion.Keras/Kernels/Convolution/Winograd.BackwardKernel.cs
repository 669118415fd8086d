using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Gradient of the kernel: the same three steps backwards. With V = B^T d B and dM = A dY A^T, each place's gradient is
// dU = sum over tiles of V^T dM, a matrix product per place, and dg = G^T dU G. Sums rest in dU over the images of a group.
internal static unsafe partial class Winograd
{
    private static readonly KernelCode[] GradientEntries = [GradientEntry<WinogradTile2>(), GradientEntry<WinogradTile4>()],
        FinishCodes =
        [
            KernelCode.All(Code<WinogradTile2>(nameof(FinishKernel)), WinogradTile2.StoreTapsCode),
            Code<WinogradTile4>(nameof(FinishKernel)),
        ];

    /// <summary>The code of <c>FinishKernel</c>.</summary>
    public static KernelCode FinishKernelCode(in Conv2DSizes s) => FinishCodes[(int)GradientShape(s)];

    /// <summary>Floats of the gradient of a kernel by places.</summary>
    public static int GradientFloats(in Conv2DSizes s) => Places(GradientShape(s)) * Distance(s.Channels, s.Filters);

    /// <summary>
    /// Floats of scratch for <see cref="BackwardKernel(float*, float*, float*, in Conv2DSizes, int, int, int, int, float*)"/>.
    /// </summary>
    public static long BackwardKernelScratch(in Conv2DSizes s)
    {
        WinogradShape shape = GradientShape(s);
        int tiles = shape == WinogradShape.Tile4 ? WinogradTile4.GradientTiles : WinogradTile2.GradientTiles;
        return TileScratch + (long)Places(shape) * (Distance(tiles, s.Channels) + Distance(tiles, s.Filters));
    }

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static KernelCode BackwardKernelCode(in Conv2DSizes s) => KernelCode.All(GradientEntries[(int)GradientShape(s)],
        IsSmall(s, Simd.Count) ? SmallSums : Tile.MultiplyCode(s.Channels, s.Filters));

    private static KernelCode GradientEntry<TTile>()
        where TTile : IWinogradGradientTile =>
        Code<TTile>(nameof(BackwardKernel), nameof(SpreadPatch), nameof(SpreadGradient), nameof(AddProducts));

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
        KernelGuard.Memory(sums, GradientFloats(s));
        KernelGuard.Memory(scratch, BackwardKernelScratch(s));
        KernelGuard.Apart(sums, GradientFloats(s), images, s.ImageCount);
        KernelGuard.Apart(sums, GradientFloats(s), gradients, s.ResultCount);
        if (GradientShape(s) == WinogradShape.Tile4)
            BackwardKernel<WinogradTile4, TSimd, TVector>(images, gradients, sums, s, first, end, firstChannel, endChannel, scratch);
        else BackwardKernel<WinogradTile2, TSimd, TVector>(images, gradients, sums, s, first, end, firstChannel, endChannel, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BackwardKernel<TTile, TSimd, TVector>(float* images, float* gradients, float* sums, in Conv2DSizes s, int first,
        int end, int firstChannel, int endChannel, float* scratch)
        where TTile : IWinogradGradientTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Conv2DSizes whole = Whole<TTile>(s);
        int channels = s.Channels, filters = s.Filters, across = whole.OutWidth / TTile.Columns,
            tiles = whole.OutHeight / TTile.Rows * across;
        float* patches = scratch + TileScratch, spread = patches + Places<TTile>() * Distance(TTile.GradientTiles, channels);
        for (int place = 0; place < Places<TTile>() && first >= end; place++)
            new Span<float>(sums + place * Distance(channels, filters) + firstChannel * filters, (endChannel - firstChannel) * filters)
                .Clear();
        var pixels = new Patches<TTile>(images, s);
        var tile = new TileCursor(first, across, tiles);
        nint all = (nint)(end - first) * tiles, row = (nint)s.OutWidth * filters;
        for (nint t = 0; t < all; t += TTile.GradientTiles)
        {
            int count = (int)Math.Min(TTile.GradientTiles, all - t);
            for (int i = 0; i < count; i++, tile.MoveNext())
            {
                SpreadPatch<TTile, TSimd, TVector>(pixels.Of(tile), firstChannel, endChannel, patches + i * channels,
                    Distance(count, channels), scratch);
                int top = TTile.Rows * tile.Row, left = TTile.Columns * tile.Column;
                var gradient = new TileView(gradients + ((nint)tile.Image * s.OutHeight + top) * row + (nint)left * filters, filters, row,
                    Math.Min(TTile.Rows, s.OutHeight - top), Math.Min(TTile.Columns, s.OutWidth - left));
                SpreadGradient<TTile, TSimd, TVector>(gradient, filters, spread + i * filters, Distance(count, filters), scratch);
            }
            AddProducts<TTile, TSimd, TVector>(patches, spread, sums, s, firstChannel, endChannel, count, started: t > 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProducts<TTile, TSimd, TVector>(float* patches, float* spread, float* sums, in Conv2DSizes s, int first, int end,
        int count, bool started)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, filters = s.Filters;
        if (IsSmall(s, TSimd.Count))
        {
            for (int place = 0; place < Places<TTile>(); place++)
                AddSmall<TSimd, TVector>(patches + place * Distance(count, channels), spread + place * Distance(count, filters),
                    sums + place * Distance(channels, filters), count, started);
            return;
        }
        TileProduct p = default;
        p.Step = channels;
        p.Length = count;
        p.Segments = 1;
        p.BRow = filters;
        p.Start = started ? TileStart.Result : TileStart.Zero;
        for (int place = 0; place < Places<TTile>(); place++)
            for (int c = first; c < end; c += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, end - c);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = patches + place * Distance(count, channels) + c + r;
                    p.C[r] = sums + place * Distance(channels, filters) + (c + r) * filters;
                }
                p.B = spread + place * Distance(count, filters);
                Tile.Multiply<TSimd, TVector>(ref p, height, filters);
            }
    }

    // A dy A^T of one tile.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadGradient<TTile, TSimd, TVector>(in TileView gradient, int filters, float* places, nint distance,
        float* scratch)
        where TTile : IWinogradGradientTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        PrefetchBelow<TTile>(gradient.At(TTile.Rows, 0), gradient.Pixel, gradient.Row, 0, filters);
        int f = 0;
        for (; f <= filters - TSimd.Count; f += TSimd.Count)
            TTile.SpreadGradient<TSimd, TVector>(gradient.From(f), places + f, distance, TSimd.Zero, whole: true, scratch);
        if (f < filters)
            TTile.SpreadGradient<TSimd, TVector>(gradient.From(f), places + f, distance, TSimd.FirstLanes(filters - f), whole: false,
                scratch);
    }

    /// <summary>Channels [first, end) of the kernel's gradient G^T dU G, dU being the sum of several groups' in their order.</summary>
    public static void FinishKernel(float* sums, int groups, float* kernel, in Conv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) FinishKernel<Simd512, Vector512<float>>(sums, groups, kernel, s, first, end, scratch);
        else if (Simd.Has256) FinishKernel<Simd256, Vector256<float>>(sums, groups, kernel, s, first, end, scratch);
        else FinishKernel<Simd128, Vector128<float>>(sums, groups, kernel, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishKernel<TSimd, TVector>(float* sums, int groups, float* kernel, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.AtLeast(groups, 1);
        KernelGuard.Range(first, end, s.Channels);
        KernelGuard.Memory(sums, (long)groups * GradientFloats(s));
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(scratch, TileScratch);
        KernelGuard.Apart(kernel, s.KernelCount, sums, (long)groups * GradientFloats(s));
        if (GradientShape(s) == WinogradShape.Tile4)
            FinishKernel<WinogradTile4, TSimd, TVector>(sums, groups, kernel, s, first, end, scratch);
        else FinishKernel<WinogradTile2, TSimd, TVector>(sums, groups, kernel, s, first, end, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FinishKernel<TTile, TSimd, TVector>(float* sums, int groups, float* kernel, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TTile : IWinogradGradientTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint slice = (nint)s.Channels * s.Filters, distance = Distance(s.Channels, s.Filters);
        for (int c = first; c < end; c++)
            for (int f = 0; f < s.Filters; f += TSimd.Count)
            {
                nint at = (nint)c * s.Filters + f;
                TTile.StoreTaps<TSimd, TVector>(sums + at, distance, Places<TTile>() * distance, groups, kernel + at, slice,
                    TSimd.FirstLanes(s.Filters - f), scratch);
            }
    }
}
