using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>F(2 x 2, 3 x 3): 16 products for four results, transformed in registers by additions only.</summary>
internal readonly unsafe struct WinogradTile2 : IWinogradGradientTile
{
    /// <summary>The code of what <see cref="StoreTaps"/> calls.</summary>
    public static readonly KernelCode StoreTapsCode = KernelCode.Of(typeof(WinogradTile2), nameof(Gather));

    public static int Rows => 2;

    public static int Columns => 2;

    public static int PatchRows => 4;

    public static int PatchColumns => 4;

    public static int GradientTiles => 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadPatch<TSimd, TVector>(float* patch, nint pixel, nint row, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float* p1 = patch + row, p2 = p1 + row, p3 = p2 + row;
        Column<TSimd, TVector>(patch, p1, p2, p3, lanes, whole, out TVector a0, out TVector a1, out TVector a2, out TVector a3);
        Column<TSimd, TVector>(patch + pixel, p1 + pixel, p2 + pixel, p3 + pixel, lanes, whole, out TVector b0, out TVector b1,
            out TVector b2, out TVector b3);
        nint two = 2 * pixel, three = 3 * pixel;
        Column<TSimd, TVector>(patch + two, p1 + two, p2 + two, p3 + two, lanes, whole, out TVector c0, out TVector c1, out TVector c2,
            out TVector c3);
        Column<TSimd, TVector>(patch + three, p1 + three, p2 + three, p3 + three, lanes, whole, out TVector d0, out TVector d1,
            out TVector d2, out TVector d3);
        Row<TSimd, TVector>(a0, b0, c0, d0, places, distance, lanes, whole);
        Row<TSimd, TVector>(a1, b1, c1, d1, places + 4 * distance, distance, lanes, whole);
        Row<TSimd, TVector>(a2, b2, c2, d2, places + 8 * distance, distance, lanes, whole);
        Row<TSimd, TVector>(a3, b3, c3, d3, places + 12 * distance, distance, lanes, whole);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreResults<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView results, TVector lanes, bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Join<TSimd, TVector>(products, distance, lanes, whole, out TVector y00, out TVector y01, out TVector y10, out TVector y11);
        after.Store<TSimd, TVector>(y00, filter, results.First, lanes, whole);
        if (results.Columns > 1) after.Store<TSimd, TVector>(y01, filter, results.At(0, 1), lanes, whole);
        if (results.Rows > 1) after.Store<TSimd, TVector>(y10, filter, results.At(1, 0), lanes, whole);
        if (results.Rows > 1 && results.Columns > 1) after.Store<TSimd, TVector>(y11, filter, results.At(1, 1), lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePooled<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView pooled, int* places, bool relu, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Join<TSimd, TVector>(products, distance, lanes, false, out TVector y0, out TVector y1, out TVector y2, out TVector y3);
        PooledConv2D.StoreBest<TSimd, TVector>(after.Of<TSimd, TVector>(y0, filter, lanes, false),
            after.Of<TSimd, TVector>(y1, filter, lanes, false), after.Of<TSimd, TVector>(y2, filter, lanes, false),
            after.Of<TSimd, TVector>(y3, filter, lanes, false), relu, pooled.First, places, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TSimd, TVector>(float* products, nint distance, TVector lanes, bool whole, out TVector y00,
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadGradient<TSimd, TVector>(in TileView gradient, float* places, nint distance, TVector lanes, bool whole,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        bool second = gradient.Rows > 1, right = gradient.Columns > 1;
        TVector none = TSimd.Zero, y00 = Load<TSimd, TVector>(gradient.First, lanes, whole),
            y01 = right ? Load<TSimd, TVector>(gradient.At(0, 1), lanes, whole) : none,
            y10 = second ? Load<TSimd, TVector>(gradient.At(1, 0), lanes, whole) : none,
            y11 = second && right ? Load<TSimd, TVector>(gradient.At(1, 1), lanes, whole) : none;
        StoreSpread<TSimd, TVector>(y00, y01, places, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Add(y00, y10), TSimd.Add(y01, y11), places + 4 * distance, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Subtract(y00, y10), TSimd.Subtract(y01, y11), places + 8 * distance, distance, lanes, whole);
        StoreSpread<TSimd, TVector>(TSimd.Subtract(none, y10), TSimd.Subtract(none, y11), places + 12 * distance, distance, lanes, whole);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector half = TSimd.Create(0.5f);
        Spread<TSimd, TVector>(TSimd.Load(kernel, lanes), TSimd.Load(kernel + 3 * tap, lanes), TSimd.Load(kernel + 6 * tap, lanes), half,
            out TVector a0, out TVector a1, out TVector a2, out TVector a3);
        Spread<TSimd, TVector>(TSimd.Load(kernel + tap, lanes), TSimd.Load(kernel + 4 * tap, lanes), TSimd.Load(kernel + 7 * tap, lanes),
            half, out TVector b0, out TVector b1, out TVector b2, out TVector b3);
        Spread<TSimd, TVector>(TSimd.Load(kernel + 2 * tap, lanes), TSimd.Load(kernel + 5 * tap, lanes),
            TSimd.Load(kernel + 8 * tap, lanes), half, out TVector c0, out TVector c1, out TVector c2, out TVector c3);
        StoreRow<TSimd, TVector>(a0, b0, c0, half, places, distance, lanes);
        StoreRow<TSimd, TVector>(a1, b1, c1, half, places + 4 * distance, distance, lanes);
        StoreRow<TSimd, TVector>(a2, b2, c2, half, places + 8 * distance, distance, lanes);
        StoreRow<TSimd, TVector>(a3, b3, c3, half, places + 12 * distance, distance, lanes);
    }

    // G times a column: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<TSimd, TVector>(TVector g0, TVector g1, TVector g2, TVector half, out TVector t0, out TVector t1,
        out TVector t2, out TVector t3)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector ends = TSimd.Add(g0, g2);
        t0 = g0;
        t1 = TSimd.Multiply(TSimd.Add(ends, g1), half);
        t2 = TSimd.Multiply(TSimd.Subtract(ends, g1), half);
        t3 = g2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TSimd, TVector>(TVector g0, TVector g1, TVector g2, TVector half, float* target, nint distance,
        TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Spread<TSimd, TVector>(g0, g1, g2, half, out TVector t0, out TVector t1, out TVector t2, out TVector t3);
        TSimd.Store(t0, target, lanes);
        TSimd.Store(t1, target + distance, lanes);
        TSimd.Store(t2, target + 2 * distance, lanes);
        TSimd.Store(t3, target + 3 * distance, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTaps<TSimd, TVector>(float* places, nint distance, nint group, int groups, float* kernel, nint tap,
        TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector half = TSimd.Create(0.5f);
        Gather<TSimd, TVector>(places, distance, group, groups, half, lanes, out TVector a0, out TVector a1, out TVector a2);
        Gather<TSimd, TVector>(places + distance, distance, group, groups, half, lanes, out TVector b0, out TVector b1, out TVector b2);
        Gather<TSimd, TVector>(places + 2 * distance, distance, group, groups, half, lanes, out TVector c0, out TVector c1,
            out TVector c2);
        Gather<TSimd, TVector>(places + 3 * distance, distance, group, groups, half, lanes, out TVector d0, out TVector d1,
            out TVector d2);
        StoreTapRow<TSimd, TVector>(a0, b0, c0, d0, half, kernel, tap, lanes);
        StoreTapRow<TSimd, TVector>(a1, b1, c1, d1, half, kernel + 3 * tap, tap, lanes);
        StoreTapRow<TSimd, TVector>(a2, b2, c2, d2, half, kernel + 6 * tap, tap, lanes);
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
        JoinTaps<TSimd, TVector>(u0, u1, u2, u3, half, out h0, out h1, out h2);
    }

    // G^T times a column: u0 + (u1 + u2) / 2, (u1 - u2) / 2, (u1 + u2) / 2 + u3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinTaps<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector half, out TVector h0,
        out TVector h1, out TVector h2)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector middle = TSimd.Multiply(TSimd.Add(u1, u2), half);
        h0 = TSimd.Add(u0, middle);
        h1 = TSimd.Multiply(TSimd.Subtract(u1, u2), half);
        h2 = TSimd.Add(middle, u3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTapRow<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector half, float* target, nint tap,
        TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        JoinTaps<TSimd, TVector>(u0, u1, u2, u3, half, out TVector h0, out TVector h1, out TVector h2);
        TSimd.Store(h0, target, lanes);
        TSimd.Store(h1, target + tap, lanes);
        TSimd.Store(h2, target + 2 * tap, lanes);
    }
}
