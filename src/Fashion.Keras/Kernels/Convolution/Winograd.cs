using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolutions with kernels of 3 x 3, 1 x 3 or 1 x 5 and stride 1 by Winograd's minimal filtering F(m x m, 3 x 3) (Lavin and Gray, 2015):
/// Y = A^T [(G g G^T) * (B^T d B)] A. A tile of m x m results comes from a patch of m + 2 pixels in each direction; of both patch and
/// kernel (m + 2)^2 numbers are made, which are multiplied instead of the 9 m^2 products of the direct way: one small matrix product per
/// place of the tile, over all channels. Tiles of 4 x 4 take 2.25 products a result, tiles of 2 x 2 take 4 and fit small images better.
/// Kernels of one row are the same in one direction, F(4, 3) and F(4, 5).
/// <para>
/// Layout: lanes are channels (or filters) in all transformations. A block of tiles is transformed, multiplied and transformed
/// back while it is in the second-level cache: (place, tile, channel), (place, channel, filter), (place, tile, filter).
/// </para>
/// <para>
/// Numbers: results differ from the direct way in the last places, as <see cref="WinogradTile4"/> tells. A NaN spreads over the results of
/// its tiles, and an infinite pixel makes NaN of them, since the transformations subtract neighbours.
/// </para>
/// </summary>
internal static unsafe partial class Winograd
{
    private const int LargestPlaces = 36, WidestRegister = 16, LineFloats = 16;

    // Up to here a block of transformed tiles, a transformed kernel and a padded image of whole tiles are counted with 32 bits.
    private const int MostChannels = 1 << 16, MostProducts = int.MaxValue / LargestPlaces - LineFloats;

    /// <summary>
    /// Channels of a block of gradients of the kernel: one tile's rows. A worker transforms the gradients of the results for its blocks, so
    /// fewer blocks for more workers are less work in all.
    /// </summary>
    public const int GradientChannels = 8;

    // A worker adds the places of a group's gradients in its cache, up to this many products of channels and filters.
    private const int MostLargeSums = 64 * 64;

    /// <summary>Whether a convolution can be done, and with enough channels and filters to gain by it.</summary>
    public static bool Fits(in Conv2DSizes s) => s is
    {
        KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1,
        Channels: >= 16 and <= MostChannels, Filters: >= 16 and <= MostChannels, OutHeight: >= 2, OutWidth: >= 2,
    } && (long)s.Channels * s.Filters <= MostProducts && (s.OutHeight + 5L) * (s.OutWidth + 5L) * s.Channels <= int.MaxValue;

    /// <summary>
    /// Whether a convolution with a kernel of one row can be done: of 3 or 5 taps, and with enough channels and filters to gain by it. Only
    /// its results are computed so: their gradients are often nearly all zero, which the direct way makes use of.
    /// </summary>
    public static bool FitsLine(in Conv2DSizes s) => s is
    {
        KernelHeight: 1, KernelWidth: 3 or 5, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1,
        Channels: >= 16 and <= MostChannels, Filters: >= 16 and <= MostChannels, OutHeight: >= 1, OutWidth: >= 4,
    } && (long)s.Channels * s.Filters <= MostProducts;

    /// <summary>Floats of scratch for transformations: numbers between columns and rows, and a patch at the edge of an image.</summary>
    public static int TileScratch => 2 * LargestPlaces * WidestRegister;

    /// <summary>
    /// The tiles of a convolution: 4 x 4 where that takes at most three quarters of the products of 2 x 2, with what is beyond the image.
    /// </summary>
    public static WinogradShape Shape(in Conv2DSizes s) => s.KernelHeight == 1
        ? s.KernelWidth == 3 ? WinogradShape.Line3 : WinogradShape.Line5
        : 4 * Places<WinogradTile4>() * Tiles<WinogradTile4>(s) <= 3 * Places<WinogradTile2>() * Tiles<WinogradTile2>(s)
            ? WinogradShape.Tile4
            : WinogradShape.Tile2;

    /// <summary>The tiles for the gradient of the kernel. Where its sums are large, they are what takes the time.</summary>
    public static WinogradShape GradientShape(in Conv2DSizes s) =>
        s.Channels * s.Filters <= MostLargeSums ? Shape(s) : WinogradShape.Tile2;

    /// <summary>Blocks of channels whose gradients of the kernel can be made without the others; the last one has the rest.</summary>
    public static int GradientBlocks(in Conv2DSizes s) => s.Channels > SmallSize ? s.Channels / GradientChannels : 1;

    /// <summary>The results that pooling needs: those of whole windows.</summary>
    public static Conv2DSizes Needed(in PooledConv2DSizes s) =>
        s.Conv with { OutHeight = 2 * s.PooledHeight, OutWidth = 2 * s.PooledWidth };

    private static int Places(WinogradShape shape) => shape switch
    {
        WinogradShape.Tile2 => Places<WinogradTile2>(),
        WinogradShape.Tile4 => Places<WinogradTile4>(),
        WinogradShape.Line3 => Places<WinogradLine3>(),
        _ => Places<WinogradLine5>(),
    };

    // Places of a tile in its transformed form.
    private static int Places<TTile>()
        where TTile : IWinogradTile => TTile.PatchRows * TTile.PatchColumns;

    private static long Tiles<TTile>(in Conv2DSizes s)
        where TTile : IWinogradTile
    {
        Conv2DSizes whole = Whole<TTile>(s);
        return (long)whole.OutHeight / TTile.Rows * (whole.OutWidth / TTile.Columns);
    }

    // The same convolution with as many results as whole tiles have.
    private static Conv2DSizes Whole<TTile>(in Conv2DSizes s)
        where TTile : IWinogradTile => s with
        {
            OutHeight = (s.OutHeight + TTile.Rows - 1) / TTile.Rows * TTile.Rows,
            OutWidth = (s.OutWidth + TTile.Columns - 1) / TTile.Columns * TTile.Columns,
        };

    // From one place's tiles, or channels of the kernel, to the next: a cache line more than needed, or places a power of two apart would
    // fall into the same few lines of the cache.
    private static int Distance(int rows, int width) => rows * width + LineFloats;

    // Methods by their names: those that choose the tile, and those for it.
    private static KernelCode Code<TTile>(params string[] names)
        where TTile : IWinogradTile =>
        KernelCode.All(KernelCode.Of(typeof(Winograd), names), KernelCode.OfVariant(typeof(Winograd), typeof(TTile), names));

    // Places of one patch, of some of a pixel's channels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SpreadPatch<TTile, TSimd, TVector>(in PatchView patch, int first, int end, float* places, nint distance,
        float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        PrefetchBelow<TTile>(patch.At(TTile.PatchRows, TTile.PatchColumns - TTile.Columns), patch.Pixel, patch.Row, first, end);
        int c = first;
        for (; c <= end - TSimd.Count; c += TSimd.Count)
            SpreadLanes<TTile, TSimd, TVector>(patch, c, places + c, distance, TSimd.Zero, whole: true, scratch);
        if (c < end) SpreadLanes<TTile, TSimd, TVector>(patch, c, places + c, distance, TSimd.FirstLanes(end - c), whole: false, scratch);
    }

    // The tile below comes a row of tiles later, too far for the processor to guess. (Lines have no tile below.) Addresses beyond the
    // images do no harm.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchBelow<TTile>(float* pixels, nint pixel, nint row, int first, int end)
        where TTile : IWinogradTile
    {
        if (!Sse.IsSupported || TTile.PatchRows == 1) return;
        for (int v = 0; v < TTile.Rows; v++)
            for (int h = 0; h < TTile.Columns; h++)
                for (int c = first; c < end; c += LineFloats) Sse.Prefetch0(pixels + v * row + h * pixel + c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadLanes<TTile, TSimd, TVector>(in PatchView patch, int channel, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TTile : IWinogradTile
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* pixels = patch.First + channel;
        nint pixel = patch.Pixel, row = patch.Row;
        if (!patch.IsInside(TTile.PatchRows, TTile.PatchColumns))
        {
            float* inside = scratch + LargestPlaces * WidestRegister;
            pixels = inside;
            for (int v = 0; v < TTile.PatchRows; v++)
                for (int h = 0; h < TTile.PatchColumns; h++, inside += TSimd.Count)
                    TSimd.Store(patch.Has(v, h) ? Load<TSimd, TVector>(patch.At(v, h) + channel, lanes, whole) : TSimd.Zero, inside);
            pixel = TSimd.Count;
            row = TTile.PatchColumns * pixel;
        }
        TTile.SpreadPatch<TSimd, TVector>(pixels, pixel, row, places, distance, lanes, whole, scratch);
    }

    /// <summary>Goes from tile to tile: along a row, down an image, on to the next one.</summary>
    private struct TileCursor(int image, int across, int tiles)
    {
        public int Image { get; private set; } = image;

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

    /// <summary>The pixels that a tile's results see, from the first tile of an image on.</summary>
    private readonly struct Patches<TTile>(float* images, in Conv2DSizes s)
        where TTile : IWinogradTile
    {
        private readonly nint _pixel = s.Channels, _row = (nint)s.Width * s.Channels, _image = (nint)s.Height * s.Width * s.Channels;
        private readonly int _height = s.Height, _width = s.Width, _top = s.PadTop, _left = s.PadLeft;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public PatchView Of(in TileCursor tile)
        {
            int top = TTile.Rows * tile.Row - _top, left = TTile.Columns * tile.Column - _left;
            return new PatchView(images + tile.Image * _image + top * _row + left * _pixel, _pixel, _row, top, left, _height, _width);
        }
    }

    /// <summary>A patch: where its first pixel is or would be, and which of its rows and columns are inside the image.</summary>
    private readonly struct PatchView(float* first, nint pixel, nint row, int top, int left, int height, int width)
    {
        public float* First => first;

        public nint Pixel => pixel;

        public nint Row => row;

        public bool IsInside(int rows, int columns) => top >= 0 && left >= 0 && top + rows <= height && left + columns <= width;

        public bool Has(int v, int h) => (uint)(top + v) < (uint)height && (uint)(left + h) < (uint)width;

        public float* At(int v, int h) => first + v * row + h * pixel;
    }
}
