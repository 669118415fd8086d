using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolution, bias, relu (on request) and max-pooling in one: y[n, u, v, f] = max over the window's places of
/// relu(b[f] + convolution), and which place won (row * window width + column, the first of equals).
/// <para>
/// Layout: as in <see cref="Conv2D"/>, but positions are visited window by window, so the results of a window come out of the
/// register tile side by side; only a block of them exists, in the nearest cache, never the whole image of results.
/// </para>
/// <para>
/// The maximum is taken before relu, which is the same: relu never changes an order. Where relu gives 0 the place means
/// nothing, and no gradient asks for it. A NaN in the window wins and passes relu.
/// </para>
/// </summary>
internal static unsafe partial class PooledConv2D
{
    private static readonly KernelCode Blocks = KernelCode.Of(typeof(PooledConv2D), nameof(Forward), nameof(ForwardBlock));

    private static readonly KernelCode Pool4 =
        KernelCode.Of(typeof(PooledConv2D), nameof(Forward), nameof(ForwardPool4), nameof(ForwardPool4Row));

    private static readonly KernelCode Pool4Taps9 =
        KernelCode.Of(typeof(PooledConv2D), nameof(Forward), nameof(ForwardPool4), nameof(ForwardPool4Taps9Row512));

    // Positions of a block; its results stay in the nearest cache.
    private const int PositionBlock = 64;

    /// <summary>
    /// Floats of scratch for <see cref="Forward(float*, float*, float*, float*, int*, in PooledConv2DSizes, int, int, bool, float*)"/>.
    /// </summary>
    public static long ForwardScratch(in PooledConv2DSizes s) =>
        (s.Area == FourPlaces ? ForwardPool4Scratch(s) : PositionBlock * 2 * 16) + PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The code of <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in PooledConv2DSizes s) =>
        s.Area != FourPlaces ? KernelCode.All(Blocks, Tile.MultiplyCode(PositionBlock / s.Area * s.Area, s.Conv.Filters))
        : FitsNineTaps(s, Simd.Count) ? Pool4Taps9 : Pool4;

    /// <summary>Pooled rows <paramref name="first"/> to <paramref name="end"/>, counted over all images.</summary>
    public static void Forward(float* images, float* kernel, float* bias, float* pooled, int* places, in PooledConv2DSizes s, int first,
        int end, bool relu, float* scratch)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(images, kernel, bias, pooled, places, s, first, end, relu, scratch);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(images, kernel, bias, pooled, places, s, first, end, relu, scratch);
        else Forward<Simd128, Vector128<float>>(images, kernel, bias, pooled, places, s, first, end, relu, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* images, float* kernel, float* bias, float* pooled, int* places,
        in PooledConv2DSizes s, int first, int end, bool relu, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, (long)s.Conv.Batch * s.PooledHeight);
        KernelGuard.Memory(images, s.Conv.ImageCount);
        KernelGuard.Memory(kernel, s.Conv.KernelCount);
        KernelGuard.MemoryOrNull(bias, s.Conv.Filters);
        KernelGuard.Memory(pooled, s.PooledCount);
        KernelGuard.Memory(places, s.PooledCount);
        KernelGuard.Memory(scratch, ForwardScratch(s));
        KernelGuard.Apart(pooled, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(places, s.PooledCount, images, s.Conv.ImageCount);
        KernelGuard.Apart(pooled, s.PooledCount, places, s.PooledCount);
        if (s.Area == FourPlaces)
        {
            ForwardPool4<TSimd, TVector>(images, kernel, bias, pooled, places, s, first, end, relu, scratch);
            return;
        }
        float* border = scratch + PositionBlock * 2 * 16;
        int windows = PositionBlock / s.Area;
        while (first < end)
        {
            int n = first / s.PooledHeight, last = Math.Min(end, (n + 1) * s.PooledHeight);
            float* image = PaddedImage.Of(images, n, s.Conv, border);
            int firstWindow = (first - n * s.PooledHeight) * s.PooledWidth, endWindow = (last - n * s.PooledHeight) * s.PooledWidth;
            for (int w = firstWindow; w < endWindow; w += windows)
            {
                nint at = ((nint)n * s.Windows + w) * s.Conv.Filters;
                ForwardBlock<TSimd, TVector>(image, kernel, bias, pooled + at, places + at, s, w, Math.Min(windows, endWindow - w), relu,
                    scratch);
            }
            first = last;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardBlock<TSimd, TVector>(float* image, float* kernel, float* bias, float* pooled, int* places,
        in PooledConv2DSizes s, int firstWindow, int windows, bool relu, float* block)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int count = windows * s.Area, panel = 2 * TSimd.Count, filters = s.Conv.Filters;
        float** patches = stackalloc float*[PositionBlock];
        for (int w = 0, t = 0; w < windows; w++)
            for (int place = 0; place < s.Area; place++)
                patches[t++] = image + s.PatchOffset(firstWindow + w, place);
        TileProduct p = default;
        p.Step = 1;
        p.Length = s.PatchRow;
        p.Segments = s.Conv.KernelHeight;
        p.AShift = s.Conv.DilationHeight * PaddedImage.Row(s.Conv);
        p.BRow = filters;
        p.Start = bias == null ? TileStart.Zero : TileStart.Row;
        for (int f = 0; f < filters; f += panel)
        {
            int width = Math.Min(panel, filters - f);
            for (int t = 0; t < count; t += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, count - t);
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = patches[t + r];
                    p.C[r] = block + (t + r) * panel;
                }
                p.B = kernel + f;
                p.Row = bias + f;
                Tile.Multiply<TSimd, TVector>(ref p, height, width);
            }
            for (int w = 0; w < windows; w++)
                for (int c = 0; c < width; c += TSimd.Count)
                    Pool<TSimd, TVector>(block + w * s.Area * panel + c, panel, s.Area, relu, pooled + (nint)w * filters + f + c,
                        places + (nint)w * filters + f + c, width - c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pool<TSimd, TVector>(float* window, nint row, int area, bool relu, float* pooled, int* places, int columns)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector best = TSimd.Load(window), place = TSimd.Zero;
        for (int i = 1; i < area; i++)
        {
            window += row;
            TVector x = TSimd.Load(window);
            Better<TSimd, TVector>(x, Place<TSimd, TVector>(i), ref best, ref place);
        }
        if (relu) Rectify<TSimd, TVector>(ref best, ref place);
        if (columns >= TSimd.Count)
        {
            TSimd.Store(best, pooled);
            TSimd.Store(place, (float*)places);
        }
        else
        {
            TVector mask = TSimd.FirstLanes(columns);
            TSimd.Store(best, pooled, mask);
            TSimd.Store(place, (float*)places, mask);
        }
    }
}
