using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

// Results of whole images, plain or pooled over windows of 2 x 2, which are the tiles.
internal static unsafe partial class Winograd
{
    private static readonly KernelCode Entry =
        KernelCode.Of(typeof(Winograd), nameof(Forward), nameof(Products), nameof(TransformPatch), nameof(StoreTile));

    private static readonly KernelCode EntryPooled =
        KernelCode.Of(typeof(Winograd), nameof(ForwardPooled), nameof(Products), nameof(TransformPatch));

    // Tiles that are transformed together.
    private const int ForwardTiles = 16;

    /// <summary>Floats of scratch for both forward kernels.</summary>
    public static long ForwardScratch(in Conv2DSizes s) =>
        (long)Places * (Distance(ForwardTiles, s.Channels) + Distance(ForwardTiles, s.Filters)) + PaddedImage.ScratchFloats(Whole(s));

    /// <summary>The code of <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in Conv2DSizes s) =>
        KernelCode.All(Entry, IsSmall(s, Simd.Count) ? Small : Tile.MultiplyCode(Tiles(s, s.OutHeight, s.OutWidth), s.Filters));

    /// <summary>The code of <c>ForwardPooled</c>.</summary>
    public static KernelCode ForwardPooledCode(in PooledConv2DSizes s) =>
        KernelCode.All(EntryPooled, IsSmall(s.Conv, Simd.Count)
            ? Small
            : Tile.MultiplyCode(Tiles(s.Conv, 2 * s.PooledHeight, 2 * s.PooledWidth), s.Conv.Filters));

    // Tiles of the images that are done at a time when one worker does them all.
    private static int Tiles(in Conv2DSizes s, int height, int width) =>
        (height + 1) / 2 * ((width + 1) / 2) * ImagesAtATime(Whole(s with { OutHeight = height, OutWidth = width }), 0, s.Batch);

    /// <summary>
    /// Results of images <paramref name="first"/> to <paramref name="end"/>: the convolution, a bias (null for none), relu on request. The
    /// gradient of images is the same with a rotated kernel.
    /// </summary>
    public static void Forward(float* images, float* transformed, float* bias, float* results, in Conv2DSizes s, int first, int end,
        bool relu, float* scratch)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(images, transformed, bias, results, s, first, end, relu, scratch);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(images, transformed, bias, results, s, first, end, relu, scratch);
        else Forward<Simd128, Vector128<float>>(images, transformed, bias, results, s, first, end, relu, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* images, float* transformed, float* bias, float* results, in Conv2DSizes s, int first,
        int end, bool relu, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(transformed, KernelFloats(s.Channels, s.Filters));
        KernelGuard.MemoryOrNull(bias, s.Filters);
        KernelGuard.Memory(results, s.ResultCount);
        KernelGuard.Memory(scratch, ForwardScratch(s));
        KernelGuard.Apart(results, s.ResultCount, images, s.ImageCount);
        Conv2DSizes whole = Whole(s);
        var after = new ChannelEpilogue(bias, relu);
        float* patches = scratch, products = patches + Places * Distance(ForwardTiles, s.Channels),
            border = products + Places * Distance(ForwardTiles, s.Filters);
        int across = whole.OutWidth / 2, tiles = whole.OutHeight / 2 * across, step = ImagesAtATime(whole, first, end);
        for (int n = first; n < end; n += step)
        {
            float* image = PaddedImage.Of(images, n, whole, border);
            var read = new TileCursor(across, tiles);
            TileCursor written = read;
            for (int t = 0; t < step * tiles; t += ForwardTiles)
            {
                int count = Math.Min(ForwardTiles, step * tiles - t);
                Products<TSimd, TVector>(image, whole, transformed, ref read, count, patches, products);
                for (int i = 0; i < count; i++, written.MoveNext())
                {
                    float* result =
                        results + (((nint)(n + written.Image) * s.OutHeight + 2 * written.Row) * s.OutWidth + 2 * written.Column)
                            * s.Filters;
                    StoreTile<TSimd, TVector>(products + i * s.Filters, Distance(count, s.Filters), after, result, s,
                        2 * written.Row + 1 < s.OutHeight, 2 * written.Column + 1 < s.OutWidth);
                }
            }
        }
    }

    // Tiles run on from image to image, so that blocks are full; with a border each image is copied, one at a time.
    private static int ImagesAtATime(in Conv2DSizes s, int first, int end) => s.IsInside ? Math.Max(1, end - first) : 1;

    /// <summary>
    /// Pooled results of images <paramref name="first"/> to <paramref name="end"/>: bias (null for none), relu on request, the maximum of
    /// each window of 2 x 2 and its place.
    /// </summary>
    public static void ForwardPooled(float* images, float* transformed, float* bias, float* pooled, int* places, in PooledConv2DSizes s,
        int first, int end, bool relu, float* scratch)
    {
        if (Simd.Has512) ForwardPooled<Simd512, Vector512<float>>(images, transformed, bias, pooled, places, s, first, end, relu, scratch);
        else if (Simd.Has256)
            ForwardPooled<Simd256, Vector256<float>>(images, transformed, bias, pooled, places, s, first, end, relu, scratch);
        else ForwardPooled<Simd128, Vector128<float>>(images, transformed, bias, pooled, places, s, first, end, relu, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardPooled<TSimd, TVector>(float* images, float* transformed, float* bias, float* pooled, int* places,
        in PooledConv2DSizes s, int first, int end, bool relu, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s.Conv) && s is { WindowHeight: 2, WindowWidth: 2 }, s);
        KernelGuard.Range(first, end, s.Conv.Batch);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(transformed, KernelFloats(s.Conv.Channels, s.Conv.Filters));
        KernelGuard.MemoryOrNull(bias, s.Conv.Filters);
        KernelGuard.Memory(pooled, s.PooledCount);
        KernelGuard.Memory(places, s.PooledCount);
        KernelGuard.Memory(scratch, ForwardScratch(s.Conv));
        KernelGuard.Apart(pooled, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(places, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(pooled, s.PooledCount, places, s.PooledCount);
        int filters = s.Conv.Filters;
        float* patches = scratch, products = patches + Places * Distance(ForwardTiles, s.Conv.Channels),
            border = products + Places * Distance(ForwardTiles, filters);
        // Results outside whole windows are not needed.
        Conv2DSizes needed = s.Conv with { OutHeight = 2 * s.PooledHeight, OutWidth = 2 * s.PooledWidth };
        int step = ImagesAtATime(needed, first, end);
        for (int n = first; n < end; n += step)
        {
            float* image = PaddedImage.Of(images, n, needed, border);
            var read = new TileCursor(s.PooledWidth, s.Windows);
            for (int w = 0; w < step * s.Windows; w += ForwardTiles)
            {
                int count = Math.Min(ForwardTiles, step * s.Windows - w);
                Products<TSimd, TVector>(image, needed, transformed, ref read, count, patches, products);
                for (int i = 0; i < count; i++)
                {
                    nint at = ((nint)n * s.Windows + w + i) * filters;
                    for (int f = 0; f < filters; f += TSimd.Count)
                    {
                        TVector lanes = TSimd.FirstLanes(filters - f);
                        TransformBack<TSimd, TVector>(products + i * filters + f, Distance(count, filters), lanes, false, out TVector y0,
                            out TVector y1, out TVector y2, out TVector y3);
                        if (bias != null)
                        {
                            TVector b = TSimd.Load(bias + f, lanes);
                            y0 = TSimd.Add(y0, b);
                            y1 = TSimd.Add(y1, b);
                            y2 = TSimd.Add(y2, b);
                            y3 = TSimd.Add(y3, b);
                        }
                        PooledConv2D.StoreBest<TSimd, TVector>(y0, y1, y2, y3, relu, pooled + at + f, places + at + f, lanes);
                    }
                }
            }
        }
    }

    // Patches of a block of tiles, transformed and multiplied with the kernel: (place, tile, filter), blocks as long as there are tiles.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products<TSimd, TVector>(float* images, in Conv2DSizes s, float* transformed, ref TileCursor tile, int count,
        float* patches, float* products)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, filters = s.Filters;
        nint row = PaddedImage.Row(s), image = (nint)s.Height * s.Width * channels;
        for (int i = 0; i < count; i++, tile.MoveNext())
            TransformPatch<TSimd, TVector>(images + tile.Image * image + 2 * tile.Row * row + 2 * tile.Column * channels, row, channels,
                channels, patches + i * channels, Distance(count, channels));
        if (IsSmall(s, TSimd.Count))
        {
            for (int place = 0; place < Places; place++)
                MultiplySmall<TSimd, TVector>(patches + place * Distance(count, channels), transformed + place * channels * filters,
                    products + place * Distance(count, filters), count);
            return;
        }
        TileProduct p = default;
        p.Step = 1;
        p.Length = channels;
        p.Segments = 1;
        p.BRow = filters;
        for (int place = 0; place < Places; place++)
            for (int i = 0; i < count; i += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, count - i);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = patches + place * Distance(count, channels) + (i + r) * channels;
                    p.C[r] = products + place * Distance(count, filters) + (i + r) * filters;
                }
                p.B = transformed + (nint)place * channels * filters;
                Tile.Multiply<TSimd, TVector>(ref p, height, filters);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreTile<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, float* result,
        in Conv2DSizes s, bool second, bool right)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Filters, f = 0;
        for (; f <= filters - TSimd.Count; f += TSimd.Count)
            StoreLanes<TSimd, TVector>(products + f, distance, after, f, result + f, s, second, right, TSimd.Zero, whole: true);
        if (f < filters)
            StoreLanes<TSimd, TVector>(products + f, distance, after, f, result + f, s, second, right, TSimd.FirstLanes(filters - f),
                whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLanes<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        float* target, in Conv2DSizes s, bool second, bool right, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint filters = s.Filters, row = s.OutWidth * filters;
        TransformBack<TSimd, TVector>(products, distance, lanes, whole, out TVector y00, out TVector y01, out TVector y10, out TVector y11);
        after.Store<TSimd, TVector>(y00, filter, target, lanes, whole);
        if (right) after.Store<TSimd, TVector>(y01, filter, target + filters, lanes, whole);
        if (second) after.Store<TSimd, TVector>(y10, filter, target + row, lanes, whole);
        if (second && right) after.Store<TSimd, TVector>(y11, filter, target + row + filters, lanes, whole);
    }

    /// <summary>Goes from tile to tile: along a row, down an image, on to the next one.</summary>
    private struct TileCursor(int across, int tiles)
    {
        public int Image { get; private set; }

        public int Row { get; private set; }

        public int Column { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MoveNext()
        {
            if (++Column < across) return;
            Column = 0;
            if (++Row * across < tiles) return;
            Row = 0;
            Image++;
        }
    }
}
