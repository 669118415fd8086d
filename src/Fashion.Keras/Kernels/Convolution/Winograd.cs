using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolutions with 3 x 3 kernels and stride 1 by Winograd's minimal filtering F(2 x 2, 3 x 3) (Lavin and Gray, 2015):
/// Y = A^T [(G g G^T) * (B^T d B)] A. A tile of 2 x 2 results comes from a patch of 4 x 4 pixels; of both patch and kernel 16
/// numbers are made, which are multiplied instead of the 36 products of the direct way: one small matrix product per place of
/// the tile, over all channels.
/// <para>
/// Layout: lanes are channels (or filters) in all transformations. A block of tiles is transformed, multiplied and transformed
/// back while it is in the second-level cache: (place, tile, channel), (place, channel, filter), (place, tile, filter).
/// </para>
/// <para>
/// Numbers: results differ from the direct way in the last places. A NaN spreads over the results of its tiles, and an infinite
/// pixel makes NaN of them, since the transformations subtract neighbours.
/// </para>
/// </summary>
internal static unsafe partial class Winograd
{
    /// <summary>Places of a tile in its transformed form.</summary>
    public const int Places = 16;

    // Up to here a block of transformed tiles, a transformed kernel and a padded image of whole tiles are counted with 32 bits.
    private const int MostChannels = 1 << 16, MostProducts = int.MaxValue / Places;

    /// <summary>
    /// From one place's block of tiles to the next: a cache line more than needed, or blocks a power of two apart would fall
    /// into the same few lines of the cache.
    /// </summary>
    private static int Distance(int tiles, int width) => tiles * width + 16;

    /// <summary>Whether a convolution can be done, and with enough channels and filters to gain by it.</summary>
    public static bool Fits(in Conv2DSizes s) => s is
    {
        KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1,
        Channels: >= 16 and <= MostChannels, Filters: >= 16 and <= MostChannels, OutHeight: >= 2, OutWidth: >= 2,
    } && (long)s.Channels * s.Filters <= MostProducts && (s.OutHeight + 3L) * (s.OutWidth + 3L) * s.Channels <= int.MaxValue;

    /// <summary>The same convolution with as many results as whole tiles have: odd sizes rounded up.</summary>
    public static Conv2DSizes Whole(in Conv2DSizes s) =>
        s with { OutHeight = (s.OutHeight + 1) / 2 * 2, OutWidth = (s.OutWidth + 1) / 2 * 2 };

    /// <summary>
    /// B^T d B of one patch, of <paramref name="count"/> of a pixel's channels; <paramref name="distance"/>: from a place's block to the
    /// next.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformPatch<TSimd, TVector>(float* patch, nint row, int channels, int count, float* transformed, nint distance)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int c = 0;
        for (; c <= count - TSimd.Count; c += TSimd.Count)
            TransformLanes<TSimd, TVector>(patch + c, row, channels, transformed + c, distance, TSimd.Zero, whole: true);
        if (c < count)
            TransformLanes<TSimd, TVector>(patch + c, row, channels, transformed + c, distance, TSimd.FirstLanes(count - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformLanes<TSimd, TVector>(float* p0, nint row, int channels, float* target, nint distance, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* p1 = p0 + row, p2 = p1 + row, p3 = p2 + row;
        Column<TSimd, TVector>(p0, p1, p2, p3, lanes, whole, out TVector a0, out TVector a1, out TVector a2, out TVector a3);
        Column<TSimd, TVector>(p0 + channels, p1 + channels, p2 + channels, p3 + channels, lanes, whole, out TVector b0, out TVector b1,
            out TVector b2, out TVector b3);
        int two = 2 * channels, three = 3 * channels;
        Column<TSimd, TVector>(p0 + two, p1 + two, p2 + two, p3 + two, lanes, whole, out TVector c0, out TVector c1, out TVector c2,
            out TVector c3);
        Column<TSimd, TVector>(p0 + three, p1 + three, p2 + three, p3 + three, lanes, whole, out TVector d0, out TVector d1,
            out TVector d2, out TVector d3);
        Row<TSimd, TVector>(a0, b0, c0, d0, target, distance, lanes, whole);
        Row<TSimd, TVector>(a1, b1, c1, d1, target + 4 * distance, distance, lanes, whole);
        Row<TSimd, TVector>(a2, b2, c2, d2, target + 8 * distance, distance, lanes, whole);
        Row<TSimd, TVector>(a3, b3, c3, d3, target + 12 * distance, distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Column<TSimd, TVector>(float* p0, float* p1, float* p2, float* p3, TVector lanes, bool whole,
        out TVector t0, out TVector t1, out TVector t2, out TVector t3)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector x0 = Load<TSimd, TVector>(p0, lanes, whole), x1 = Load<TSimd, TVector>(p1, lanes, whole),
            x2 = Load<TSimd, TVector>(p2, lanes, whole), x3 = Load<TSimd, TVector>(p3, lanes, whole);
        t0 = TSimd.Subtract(x0, x2);
        t1 = TSimd.Add(x1, x2);
        t2 = TSimd.Subtract(x2, x1);
        t3 = TSimd.Subtract(x1, x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row<TSimd, TVector>(TVector x0, TVector x1, TVector x2, TVector x3, float* target, nint distance, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Store<TSimd, TVector>(TSimd.Subtract(x0, x2), target, lanes, whole);
        Store<TSimd, TVector>(TSimd.Add(x1, x2), target + distance, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(x2, x1), target + 2 * distance, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(x1, x3), target + 3 * distance, lanes, whole);
    }

    /// <summary>A^T m A of one tile and some lanes of filters: its four results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformBack<TSimd, TVector>(float* products, nint distance, TVector lanes, bool whole, out TVector y00,
        out TVector y01, out TVector y10, out TVector y11)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Sums<TSimd, TVector>(products, 4 * distance, lanes, whole, out TVector a0, out TVector a1);
        Sums<TSimd, TVector>(products + distance, 4 * distance, lanes, whole, out TVector b0, out TVector b1);
        Sums<TSimd, TVector>(products + 2 * distance, 4 * distance, lanes, whole, out TVector c0, out TVector c1);
        Sums<TSimd, TVector>(products + 3 * distance, 4 * distance, lanes, whole, out TVector d0, out TVector d1);
        y00 = TSimd.Add(TSimd.Add(a0, b0), c0);
        y01 = TSimd.Subtract(TSimd.Subtract(b0, c0), d0);
        y10 = TSimd.Add(TSimd.Add(a1, b1), c1);
        y11 = TSimd.Subtract(TSimd.Subtract(b1, c1), d1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sums<TSimd, TVector>(float* m, nint row, TVector lanes, bool whole, out TVector s0, out TVector s1)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector m1 = Load<TSimd, TVector>(m + row, lanes, whole), m2 = Load<TSimd, TVector>(m + 2 * row, lanes, whole);
        s0 = TSimd.Add(TSimd.Add(Load<TSimd, TVector>(m, lanes, whole), m1), m2);
        s1 = TSimd.Subtract(TSimd.Subtract(m1, m2), Load<TSimd, TVector>(m + 3 * row, lanes, whole));
    }
}
