using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Results of whole images, plain or pooled over windows of 2 x 2.
internal static unsafe partial class Winograd
{
    // Tiles that are transformed together.
    private const int ForwardTiles = 16;

    private static readonly KernelCode[] Entries =
    [
        ForwardEntry<WinogradTile2>(nameof(Forward), nameof(StoreTile)), ForwardEntry<WinogradTile4>(nameof(Forward), nameof(StoreTile)),
        ForwardEntry<WinogradLine3>(nameof(Forward), nameof(StoreTile)), ForwardEntry<WinogradLine5>(nameof(Forward), nameof(StoreTile)),
    ], PooledEntries = [ForwardEntry<WinogradTile2>(nameof(ForwardPooled)), ForwardEntry<WinogradTile4>(nameof(ForwardPooled))];

    /// <summary>Floats of scratch for both forward kernels; of the pooled one for the results it needs.</summary>
    public static long ForwardScratch(in Conv2DSizes s) =>
        TileScratch + (long)Places(Shape(s)) * (Distance(ForwardTiles, s.Channels) + Distance(ForwardTiles, s.Filters));

    /// <summary>The code of <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in Conv2DSizes s) => KernelCode.All(Entries[(int)Shape(s)], ProductsCode(s));

    /// <summary>The code of <c>ForwardPooled</c>.</summary>
    public static KernelCode ForwardPooledCode(in PooledConv2DSizes s) =>
        KernelCode.All(PooledEntries[(int)Shape(Needed(s))], ProductsCode(Needed(s)));

    private static KernelCode ForwardEntry<TTile>(params string[] names)
        where TTile : IWinogradTile => Code<TTile>([.. names, nameof(Products), nameof(SpreadPatch)]);

    // Of the products of all tiles, when one worker does them all.
    private static KernelCode ProductsCode(in Conv2DSizes s)
    {
        long tiles = s.Batch * Shape(s) switch
        {
            WinogradShape.Tile2 => Tiles<WinogradTile2>(s),
            WinogradShape.Tile4 => Tiles<WinogradTile4>(s),
            WinogradShape.Line3 => Tiles<WinogradLine3>(s),
            _ => Tiles<WinogradLine5>(s),
        };
        return IsSmall(s, Simd.Count) ? Small : Tile.MultiplyCode((int)(tiles % ForwardTiles) + ForwardTiles, s.Filters);
    }

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
        KernelGuard.Holds(Fits(s) || FitsLine(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(transformed, KernelFloats(s));
        KernelGuard.MemoryOrNull(bias, s.Filters);
        KernelGuard.Memory(results, s.ResultCount);
        KernelGuard.Memory(scratch, ForwardScratch(s));
        KernelGuard.Apart(results, s.ResultCount, images, s.ImageCount);
        var after = new ChannelEpilogue(bias, relu);
        switch (Shape(s))
        {
            case WinogradShape.Tile2:
                Forward<WinogradTile2, TSimd, TVector>(images, transformed, after, results, s, first, end, scratch);
                break;
            case WinogradShape.Tile4:
                Forward<WinogradTile4, TSimd, TVector>(images, transformed, after, results, s, first, end, scratch);
                break;
            case WinogradShape.Line3:
                Forward<WinogradLine3, TSimd, TVector>(images, transformed, after, results, s, first, end, scratch);
                break;
            default: Forward<WinogradLine5, TSimd, TVector>(images, transformed, after, results, s, first, end, scratch); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TTile, TSimd, TVector>(float* images, float* transformed, in ChannelEpilogue after, float* results,
        in Conv2DSizes s, int first, int end, float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Conv2DSizes whole = Whole<TTile>(s);
        float* patches = scratch + TileScratch, products = patches + Places<TTile>() * Distance(ForwardTiles, s.Channels);
        int filters = s.Filters, across = whole.OutWidth / TTile.Columns, tiles = whole.OutHeight / TTile.Rows * across;
        TileCursor read = new(first, across, tiles), written = read;
        nint all = (nint)(end - first) * tiles, row = (nint)s.OutWidth * filters;
        for (nint t = 0; t < all; t += ForwardTiles)
        {
            int count = (int)Math.Min(ForwardTiles, all - t);
            Products<TTile, TSimd, TVector>(images, ref read, s, transformed, count, patches, products, scratch);
            for (int i = 0; i < count; i++, written.MoveNext())
            {
                int top = TTile.Rows * written.Row, left = TTile.Columns * written.Column;
                var tile = new TileView(results + ((nint)written.Image * s.OutHeight + top) * row + (nint)left * filters, filters, row,
                    Math.Min(TTile.Rows, s.OutHeight - top), Math.Min(TTile.Columns, s.OutWidth - left));
                StoreTile<TTile, TSimd, TVector>(products + i * filters, Distance(count, filters), after, tile, filters, scratch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreTile<TTile, TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, in TileView tile,
        int filters, float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int f = 0;
        for (; f <= filters - TSimd.Count; f += TSimd.Count)
            TTile.StoreResults<TSimd, TVector>(products + f, distance, after, f, tile.From(f), TSimd.Zero, whole: true, scratch);
        if (f < filters)
            TTile.StoreResults<TSimd, TVector>(products + f, distance, after, f, tile.From(f), TSimd.FirstLanes(filters - f), whole: false,
                scratch);
    }

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
        Conv2DSizes needed = Needed(s);
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(needed) && s is { WindowHeight: 2, WindowWidth: 2 }, s);
        KernelGuard.Range(first, end, s.Conv.Batch);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(transformed, KernelFloats(needed));
        KernelGuard.MemoryOrNull(bias, s.Conv.Filters);
        KernelGuard.Memory(pooled, s.PooledCount);
        KernelGuard.Memory(places, s.PooledCount);
        KernelGuard.Memory(scratch, ForwardScratch(needed));
        KernelGuard.Apart(pooled, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(places, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(pooled, s.PooledCount, places, s.PooledCount);
        if (Shape(needed) == WinogradShape.Tile4)
            ForwardPooled<WinogradTile4, TSimd, TVector>(images, transformed, bias, pooled, places, s, first, end, relu, scratch);
        else ForwardPooled<WinogradTile2, TSimd, TVector>(images, transformed, bias, pooled, places, s, first, end, relu, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPooled<TTile, TSimd, TVector>(float* images, float* transformed, float* bias, float* pooled, int* places,
        in PooledConv2DSizes s, int first, int end, bool relu, float* scratch)
        where TTile : IWinogradGradientTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Conv2DSizes needed = Needed(s), whole = Whole<TTile>(needed);
        // The maximum of the sums with relu is relu of the maximum.
        var after = new ChannelEpilogue(bias, relu: false);
        int filters = s.Conv.Filters, across = whole.OutWidth / TTile.Columns, tiles = whole.OutHeight / TTile.Rows * across,
            windows = TTile.Rows / 2;
        float* patches = scratch + TileScratch, products = patches + Places<TTile>() * Distance(ForwardTiles, s.Conv.Channels);
        TileCursor read = new(first, across, tiles), written = read;
        nint all = (nint)(end - first) * tiles, row = (nint)s.PooledWidth * filters;
        for (nint t = 0; t < all; t += ForwardTiles)
        {
            int count = (int)Math.Min(ForwardTiles, all - t);
            Products<TTile, TSimd, TVector>(images, ref read, s.Conv, transformed, count, patches, products, scratch);
            for (int i = 0; i < count; i++, written.MoveNext())
            {
                int top = windows * written.Row, left = windows * written.Column;
                nint at = ((nint)written.Image * s.PooledHeight + top) * row + (nint)left * filters;
                var tile = new TileView(pooled + at, filters, row, Math.Min(windows, s.PooledHeight - top),
                    Math.Min(windows, s.PooledWidth - left));
                for (int f = 0; f < filters; f += TSimd.Count)
                    TTile.StorePooled<TSimd, TVector>(products + i * filters + f, Distance(count, filters), after, f, tile.From(f),
                        places + at + f, relu, TSimd.FirstLanes(filters - f), scratch);
            }
        }
    }

    // Patches of a block of tiles, transformed and multiplied with the kernel: (place, tile, filter), blocks as long as there are tiles.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Products<TTile, TSimd, TVector>(float* images, ref TileCursor tile, in Conv2DSizes s, float* transformed,
        int count, float* patches, float* products, float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, filters = s.Filters;
        var pixels = new Patches<TTile>(images, s);
        for (int i = 0; i < count; i++, tile.MoveNext())
            SpreadPatch<TTile, TSimd, TVector>(pixels.Of(tile), 0, channels, patches + i * channels, Distance(count, channels), scratch);
        if (IsSmall(s, TSimd.Count))
        {
            for (int place = 0; place < Places<TTile>(); place++)
                MultiplySmall<TSimd, TVector>(patches + place * Distance(count, channels),
                    transformed + place * Distance(channels, filters), products + place * Distance(count, filters), count);
            return;
        }
        TileProduct p = default;
        p.Step = 1;
        p.Length = channels;
        p.Segments = 1;
        p.BRow = filters;
        for (int place = 0; place < Places<TTile>(); place++)
            for (int i = 0; i < count; i += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, count - i);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = patches + place * Distance(count, channels) + (i + r) * channels;
                    p.C[r] = products + place * Distance(count, filters) + (i + r) * filters;
                }
                p.B = transformed + place * Distance(channels, filters);
                Tile.Multiply<TSimd, TVector>(ref p, height, filters);
            }
    }
}
