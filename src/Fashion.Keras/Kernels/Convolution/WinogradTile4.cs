using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// F(4 x 4, 3 x 3): 36 products for 16 results, at the points 0, ±√½, ±√2 and infinity (Toom and Cook). These keep all factors
/// between 1/2 and 5/2, and errors small: for random pixels after relu and 64 channels 6.5e-7 of a result (root mean square), where the
/// usual points ±1 and ±2 give 1.4e-6, tiles of 2 x 2 2.3e-7 and the direct way 3.1e-7. Each transformation is one of columns, through
/// scratch memory in the nearest cache, and then one of rows.
/// </summary>
internal readonly unsafe struct WinogradTile4 : IWinogradGradientTile
{
    private const int Places = 6;

    // The points, and what the kernel's places are divided by: 2 a^2 (a^2 - b^2) = -3/2 and 2 b^2 (b^2 - a^2) = 6.
    private const float A = 0.70710678f, B = 1.41421356f, ScaleA = -2f / 3, ScaleB = 1f / 6;

    public static int Rows => 4;

    public static int Columns => 4;

    public static int PatchRows => 6;

    public static int PatchColumns => 6;

    public static int GradientTiles => 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadPatch<TSimd, TVector>(float* patch, nint pixel, nint row, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int c = 0; c < Places; c++)
            SpreadPixels<TSimd, TVector>(patch + c * pixel, row, scratch + c * TSimd.Count, Places * TSimd.Count, lanes, whole, true);
        for (int r = 0; r < Places; r++)
            SpreadPixels<TSimd, TVector>(scratch + r * Places * TSimd.Count, TSimd.Count, places + r * Places * distance, distance, lanes,
                true, whole);
    }

    // B^T times six pixels: x0 - 5/2 x2 + x4, (x4 - 2 x2) ± a (x3 - 2 x1), (x4 - x2 / 2) ± b (x3 - x1 / 2), x1 - 5/2 x3 + x5.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpreadPixels<TSimd, TVector>(float* x, nint step, float* places, nint distance, TVector lanes, bool wholeRead,
        bool wholeWrite)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector x0 = Load<TSimd, TVector>(x, lanes, wholeRead), x1 = Load<TSimd, TVector>(x + step, lanes, wholeRead),
            x2 = Load<TSimd, TVector>(x + 2 * step, lanes, wholeRead), x3 = Load<TSimd, TVector>(x + 3 * step, lanes, wholeRead),
            x4 = Load<TSimd, TVector>(x + 4 * step, lanes, wholeRead), x5 = Load<TSimd, TVector>(x + 5 * step, lanes, wholeRead),
            a = TSimd.Create(A), b = TSimd.Create(B), ends = TSimd.Create(-2.5f), two = TSimd.Create(-2), half = TSimd.Create(-0.5f);
        Store<TSimd, TVector>(TSimd.Add(TSimd.MultiplyAdd(ends, x2, x0), x4), places, lanes, wholeWrite);
        TVector even = TSimd.MultiplyAdd(two, x2, x4), odd = TSimd.MultiplyAdd(two, x1, x3);
        StorePair<TSimd, TVector>(even, odd, a, places + distance, distance, lanes, wholeWrite);
        even = TSimd.MultiplyAdd(half, x2, x4);
        odd = TSimd.MultiplyAdd(half, x1, x3);
        StorePair<TSimd, TVector>(even, odd, b, places + 3 * distance, distance, lanes, wholeWrite);
        Store<TSimd, TVector>(TSimd.Add(TSimd.MultiplyAdd(ends, x3, x1), x5), places + 5 * distance, lanes, wholeWrite);
    }

    // even + factor * odd and even - factor * odd: what a pair of opposite points has.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TSimd, TVector>(TVector even, TVector odd, TVector factor, float* places, nint distance, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        odd = TSimd.Multiply(factor, odd);
        Store<TSimd, TVector>(TSimd.Add(even, odd), places, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(even, odd), places + distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreResults<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView results, TVector lanes, bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        JoinColumns<TSimd, TVector>(products, distance, lanes, whole, scratch);
        for (int v = 0; v < results.Rows; v++)
        {
            Join<TSimd, TVector>(scratch + v * Places * TSimd.Count, TSimd.Count, lanes, true, out TVector y0, out TVector y1,
                out TVector y2, out TVector y3);
            after.Store<TSimd, TVector>(y0, filter, results.At(v, 0), lanes, whole);
            if (results.Columns > 1) after.Store<TSimd, TVector>(y1, filter, results.At(v, 1), lanes, whole);
            if (results.Columns > 2) after.Store<TSimd, TVector>(y2, filter, results.At(v, 2), lanes, whole);
            if (results.Columns > 3) after.Store<TSimd, TVector>(y3, filter, results.At(v, 3), lanes, whole);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePooled<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView pooled, int* places, bool relu, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        JoinColumns<TSimd, TVector>(products, distance, lanes, false, scratch);
        for (int v = 0; v < pooled.Rows; v++)
        {
            Join<TSimd, TVector>(scratch + 2 * v * Places * TSimd.Count, TSimd.Count, lanes, true, out TVector y0, out TVector y1,
                out TVector y2, out TVector y3);
            Join<TSimd, TVector>(scratch + (2 * v + 1) * Places * TSimd.Count, TSimd.Count, lanes, true, out TVector z0, out TVector z1,
                out TVector z2, out TVector z3);
            StoreWindow<TSimd, TVector>(y0, y1, z0, z1, after, filter, pooled.At(v, 0), places + (pooled.At(v, 0) - pooled.First), relu,
                lanes);
            if (pooled.Columns > 1)
                StoreWindow<TSimd, TVector>(y2, y3, z2, z3, after, filter, pooled.At(v, 1), places + (pooled.At(v, 1) - pooled.First), relu,
                    lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreWindow<TSimd, TVector>(TVector y0, TVector y1, TVector y2, TVector y3, in ChannelEpilogue after, int filter,
        float* pooled, int* places, bool relu, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged =>
        PooledConv2D.StoreBest<TSimd, TVector>(after.Of<TSimd, TVector>(y0, filter, lanes, false),
            after.Of<TSimd, TVector>(y1, filter, lanes, false), after.Of<TSimd, TVector>(y2, filter, lanes, false),
            after.Of<TSimd, TVector>(y3, filter, lanes, false), relu, pooled, places, lanes);

    // A^T m: four rows of six numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinColumns<TSimd, TVector>(float* products, nint distance, TVector lanes, bool whole, float* rows)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int c = 0; c < Places; c++, rows += TSimd.Count)
        {
            Join<TSimd, TVector>(products + c * distance, Places * distance, lanes, whole, out TVector y0, out TVector y1, out TVector y2,
                out TVector y3);
            TSimd.Store(y0, rows);
            TSimd.Store(y1, rows + Places * TSimd.Count);
            TSimd.Store(y2, rows + 2 * Places * TSimd.Count);
            TSimd.Store(y3, rows + 3 * Places * TSimd.Count);
        }
    }

    // A^T times six places: m0 + s + t, a d + b e, s / 2 + 2 t, a d / 2 + 2 b e + m5 with s, d = m1 ± m2 and t, e = m3 ± m4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Join<TSimd, TVector>(float* m, nint step, TVector lanes, bool whole, out TVector y0, out TVector y1,
        out TVector y2, out TVector y3)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector m1 = Load<TSimd, TVector>(m + step, lanes, whole), m2 = Load<TSimd, TVector>(m + 2 * step, lanes, whole),
            m3 = Load<TSimd, TVector>(m + 3 * step, lanes, whole), m4 = Load<TSimd, TVector>(m + 4 * step, lanes, whole),
            s = TSimd.Add(m1, m2), d = TSimd.Multiply(TSimd.Create(A), TSimd.Subtract(m1, m2)),
            t = TSimd.Add(m3, m4), e = TSimd.Multiply(TSimd.Create(B), TSimd.Subtract(m3, m4)),
            half = TSimd.Create(0.5f), two = TSimd.Create(2);
        y0 = TSimd.Add(TSimd.Add(Load<TSimd, TVector>(m, lanes, whole), s), t);
        y1 = TSimd.Add(d, e);
        y2 = TSimd.MultiplyAdd(half, s, TSimd.Multiply(two, t));
        y3 = TSimd.MultiplyAdd(half, d, TSimd.MultiplyAdd(two, e, Load<TSimd, TVector>(m + 5 * step, lanes, whole)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadGradient<TSimd, TVector>(in TileView gradient, float* places, nint distance, TVector lanes, bool whole,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector none = TSimd.Zero;
        for (int c = 0; c < Rows; c++)
        {
            bool inside = c < gradient.Columns;
            TVector y0 = inside ? Load<TSimd, TVector>(gradient.At(0, c), lanes, whole) : none,
                y1 = inside && gradient.Rows > 1 ? Load<TSimd, TVector>(gradient.At(1, c), lanes, whole) : none,
                y2 = inside && gradient.Rows > 2 ? Load<TSimd, TVector>(gradient.At(2, c), lanes, whole) : none,
                y3 = inside && gradient.Rows > 3 ? Load<TSimd, TVector>(gradient.At(3, c), lanes, whole) : none;
            SpreadResults<TSimd, TVector>(y0, y1, y2, y3, scratch + c * TSimd.Count, Rows * TSimd.Count, lanes, true);
        }
        for (int r = 0; r < Places; r++)
        {
            float* row = scratch + r * Rows * TSimd.Count;
            SpreadResults<TSimd, TVector>(TSimd.Load(row), TSimd.Load(row + TSimd.Count), TSimd.Load(row + 2 * TSimd.Count),
                TSimd.Load(row + 3 * TSimd.Count), places + r * Places * distance, distance, lanes, whole);
        }
    }

    // A times four results: y0, (y0 + y2 / 2) ± a (y1 + y3 / 2), (y0 + 2 y2) ± b (y1 + 2 y3), y3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SpreadResults<TSimd, TVector>(TVector y0, TVector y1, TVector y2, TVector y3, float* places, nint distance,
        TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector half = TSimd.Create(0.5f), two = TSimd.Create(2);
        Store<TSimd, TVector>(y0, places, lanes, whole);
        StorePair<TSimd, TVector>(TSimd.MultiplyAdd(half, y2, y0), TSimd.MultiplyAdd(half, y3, y1), TSimd.Create(A), places + distance,
            distance, lanes, whole);
        StorePair<TSimd, TVector>(TSimd.MultiplyAdd(two, y2, y0), TSimd.MultiplyAdd(two, y3, y1), TSimd.Create(B), places + 3 * distance,
            distance, lanes, whole);
        Store<TSimd, TVector>(y3, places + 5 * distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int c = 0; c < 3; c++)
            SpreadTaps<TSimd, TVector>(TSimd.Load(kernel + c * tap, lanes), TSimd.Load(kernel + (3 + c) * tap, lanes),
                TSimd.Load(kernel + (6 + c) * tap, lanes), scratch + c * TSimd.Count, 3 * TSimd.Count, lanes, true);
        for (int r = 0; r < Places; r++)
        {
            float* row = scratch + r * 3 * TSimd.Count;
            SpreadTaps<TSimd, TVector>(TSimd.Load(row), TSimd.Load(row + TSimd.Count), TSimd.Load(row + 2 * TSimd.Count),
                places + r * Places * distance, distance, lanes, false);
        }
    }

    // G times three taps: g0, -2/3 (g0 + g2 / 2 ± a g1), 1/6 (g0 + 2 g2 ± b g1), g2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SpreadTaps<TSimd, TVector>(TVector g0, TVector g1, TVector g2, float* places, nint distance, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector scaleA = TSimd.Create(ScaleA), scaleB = TSimd.Create(ScaleB);
        Store<TSimd, TVector>(g0, places, lanes, whole);
        StorePair<TSimd, TVector>(TSimd.Multiply(scaleA, TSimd.MultiplyAdd(TSimd.Create(0.5f), g2, g0)), TSimd.Multiply(scaleA, g1),
            TSimd.Create(A), places + distance, distance, lanes, whole);
        StorePair<TSimd, TVector>(TSimd.Multiply(scaleB, TSimd.MultiplyAdd(TSimd.Create(2), g2, g0)), TSimd.Multiply(scaleB, g1),
            TSimd.Create(B), places + 3 * distance, distance, lanes, whole);
        Store<TSimd, TVector>(g2, places + 5 * distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTaps<TSimd, TVector>(float* places, nint distance, nint group, int groups, float* kernel, nint tap,
        TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (int c = 0; c < Places; c++)
        {
            TVector u0 = TSimd.Zero, u1 = u0, u2 = u0, u3 = u0, u4 = u0, u5 = u0;
            float* sums = places + c * distance;
            for (int i = 0; i < groups; i++, sums += group)
            {
                u0 = TSimd.Add(u0, TSimd.Load(sums, lanes));
                u1 = TSimd.Add(u1, TSimd.Load(sums + Places * distance, lanes));
                u2 = TSimd.Add(u2, TSimd.Load(sums + 2 * Places * distance, lanes));
                u3 = TSimd.Add(u3, TSimd.Load(sums + 3 * Places * distance, lanes));
                u4 = TSimd.Add(u4, TSimd.Load(sums + 4 * Places * distance, lanes));
                u5 = TSimd.Add(u5, TSimd.Load(sums + 5 * Places * distance, lanes));
            }
            JoinTaps<TSimd, TVector>(u0, u1, u2, u3, u4, u5, scratch + c * TSimd.Count, Places * TSimd.Count, lanes, true);
        }
        for (int r = 0; r < 3; r++)
        {
            float* row = scratch + r * Places * TSimd.Count;
            JoinTaps<TSimd, TVector>(TSimd.Load(row), TSimd.Load(row + TSimd.Count), TSimd.Load(row + 2 * TSimd.Count),
                TSimd.Load(row + 3 * TSimd.Count), TSimd.Load(row + 4 * TSimd.Count), TSimd.Load(row + 5 * TSimd.Count),
                kernel + 3 * r * tap, tap, lanes, false);
        }
    }

    // G^T times six places: u0 + s + t, a d + b e, s / 2 + 2 t + u5 with s, d = -2/3 (u1 ± u2) and t, e = 1/6 (u3 ± u4).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void JoinTaps<TSimd, TVector>(TVector u0, TVector u1, TVector u2, TVector u3, TVector u4, TVector u5, float* taps,
        nint tap, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector scaleA = TSimd.Create(ScaleA), scaleB = TSimd.Create(ScaleB), s = TSimd.Multiply(scaleA, TSimd.Add(u1, u2)),
            d = TSimd.Multiply(scaleA, TSimd.Subtract(u1, u2)), t = TSimd.Multiply(scaleB, TSimd.Add(u3, u4)),
            e = TSimd.Multiply(scaleB, TSimd.Subtract(u3, u4));
        Store<TSimd, TVector>(TSimd.Add(u0, TSimd.Add(s, t)), taps, lanes, whole);
        Store<TSimd, TVector>(TSimd.MultiplyAdd(TSimd.Create(A), d, TSimd.Multiply(TSimd.Create(B), e)), taps + tap, lanes, whole);
        Store<TSimd, TVector>(TSimd.Add(TSimd.MultiplyAdd(TSimd.Create(0.5f), s, TSimd.Multiply(TSimd.Create(2), t)), u5),
            taps + 2 * tap, lanes, whole);
    }
}
