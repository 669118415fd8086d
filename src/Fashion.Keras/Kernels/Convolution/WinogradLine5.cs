using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// F(4, 5): kernels of one row and five taps, 8 products for 4 results, at the points 0, ±1, ±1/2, ±2 and infinity. Errors for random
/// pixels after relu and 64 channels are 6.0e-7 of a result (root mean square), those of the direct way 2.3e-7.
/// </summary>
internal readonly unsafe struct WinogradLine5 : IWinogradTile
{
    public static int Rows => 1;

    public static int Columns => 4;

    public static int PatchRows => 1;

    public static int PatchColumns => 8;

    // What the kernel's places are divided by: 2 p^2 times the differences of p^2 to the squares of the other points.
    private const float ScaleOne = -2f / 9, ScaleHalf = 32f / 45, ScaleTwo = 1f / 90;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadPatch<TSimd, TVector>(float* patch, nint pixel, nint row, float* places, nint distance, TVector lanes,
        bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector x1 = Load<TSimd, TVector>(patch + pixel, lanes, whole), x2 = Load<TSimd, TVector>(patch + 2 * pixel, lanes, whole),
            x3 = Load<TSimd, TVector>(patch + 3 * pixel, lanes, whole), x4 = Load<TSimd, TVector>(patch + 4 * pixel, lanes, whole),
            x5 = Load<TSimd, TVector>(patch + 5 * pixel, lanes, whole), x6 = Load<TSimd, TVector>(patch + 6 * pixel, lanes, whole),
            ends = TSimd.Create(5.25f);
        // x0 - x6 + 21/4 (x4 - x2), and x7 - x1 + 21/4 (x3 - x5).
        Store<TSimd, TVector>(TSimd.MultiplyAdd(ends, TSimd.Subtract(x4, x2),
            TSimd.Subtract(Load<TSimd, TVector>(patch, lanes, whole), x6)), places, lanes, whole);
        Store<TSimd, TVector>(TSimd.MultiplyAdd(ends, TSimd.Subtract(x3, x5),
            TSimd.Subtract(Load<TSimd, TVector>(patch + 7 * pixel, lanes, whole), x1)), places + 7 * distance, lanes, whole);
        StorePair<TSimd, TVector>(x1, x2, x3, x4, x5, x6, 1, -4.25f, 1, places + distance, distance, lanes, whole);
        StorePair<TSimd, TVector>(x1, x2, x3, x4, x5, x6, 4, -5, 0.5f, places + 3 * distance, distance, lanes, whole);
        StorePair<TSimd, TVector>(x1, x2, x3, x4, x5, x6, 0.25f, -1.25f, 2, places + 5 * distance, distance, lanes, whole);
    }

    // (x6 + middle x4 + last x2) ± point (x5 + middle x3 + last x1): the polynomial whose roots are the other points.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair<TSimd, TVector>(TVector x1, TVector x2, TVector x3, TVector x4, TVector x5, TVector x6, float last,
        float middle, float point, float* places, nint distance, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector l = TSimd.Create(last), m = TSimd.Create(middle),
            even = TSimd.MultiplyAdd(l, x2, TSimd.MultiplyAdd(m, x4, x6)),
            odd = TSimd.Multiply(TSimd.Create(point), TSimd.MultiplyAdd(l, x1, TSimd.MultiplyAdd(m, x3, x5)));
        Store<TSimd, TVector>(TSimd.Add(even, odd), places, lanes, whole);
        Store<TSimd, TVector>(TSimd.Subtract(even, odd), places + distance, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreResults<TSimd, TVector>(float* products, nint distance, in ChannelEpilogue after, int filter,
        in TileView results, TVector lanes, bool whole, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Join<TSimd, TVector>(products, distance, lanes, whole, out TVector y0, out TVector y1, out TVector y2, out TVector y3);
        after.Store<TSimd, TVector>(y0, filter, results.First, lanes, whole);
        if (results.Columns > 1) after.Store<TSimd, TVector>(y1, filter, results.At(0, 1), lanes, whole);
        if (results.Columns > 2) after.Store<TSimd, TVector>(y2, filter, results.At(0, 2), lanes, whole);
        if (results.Columns > 3) after.Store<TSimd, TVector>(y3, filter, results.At(0, 3), lanes, whole);
    }

    // Sums of the products times the points' powers: 1, p, p^2, p^3 and, for the last, the product at infinity.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join<TSimd, TVector>(float* m, nint step, TVector lanes, bool whole, out TVector y0, out TVector y1,
        out TVector y2, out TVector y3)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Both<TSimd, TVector>(m + step, step, lanes, whole, out TVector one, out TVector oneOdd);
        Both<TSimd, TVector>(m + 3 * step, step, lanes, whole, out TVector half, out TVector halfOdd);
        Both<TSimd, TVector>(m + 5 * step, step, lanes, whole, out TVector two, out TVector twoOdd);
        y0 = TSimd.Add(TSimd.Add(Load<TSimd, TVector>(m, lanes, whole), one), TSimd.Add(half, two));
        y1 = TSimd.MultiplyAdd(TSimd.Create(0.5f), halfOdd, TSimd.MultiplyAdd(TSimd.Create(2), twoOdd, oneOdd));
        y2 = TSimd.MultiplyAdd(TSimd.Create(0.25f), half, TSimd.MultiplyAdd(TSimd.Create(4), two, one));
        y3 = TSimd.MultiplyAdd(TSimd.Create(0.125f), halfOdd, TSimd.MultiplyAdd(TSimd.Create(8), twoOdd,
            TSimd.Add(oneOdd, Load<TSimd, TVector>(m + 7 * step, lanes, whole))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both<TSimd, TVector>(float* m, nint step, TVector lanes, bool whole, out TVector sum, out TVector difference)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector plus = Load<TSimd, TVector>(m, lanes, whole), minus = Load<TSimd, TVector>(m + step, lanes, whole);
        sum = TSimd.Add(plus, minus);
        difference = TSimd.Subtract(plus, minus);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SpreadKernel<TSimd, TVector>(float* kernel, nint tap, float* places, nint distance, TVector lanes, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector g0 = TSimd.Load(kernel, lanes), g1 = TSimd.Load(kernel + tap, lanes), g2 = TSimd.Load(kernel + 2 * tap, lanes),
            g3 = TSimd.Load(kernel + 3 * tap, lanes), g4 = TSimd.Load(kernel + 4 * tap, lanes);
        TSimd.Store(g0, places, lanes);
        StoreTaps<TSimd, TVector>(g0, g1, g2, g3, g4, 1, ScaleOne, places + distance, distance, lanes);
        StoreTaps<TSimd, TVector>(g0, g1, g2, g3, g4, 0.5f, ScaleHalf, places + 3 * distance, distance, lanes);
        StoreTaps<TSimd, TVector>(g0, g1, g2, g3, g4, 2, ScaleTwo, places + 5 * distance, distance, lanes);
        TSimd.Store(g4, places + 7 * distance, lanes);
    }

    // The taps' polynomial at ± a point, scaled: (g0 + p^2 g2 + p^4 g4) ± (p g1 + p^3 g3).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreTaps<TSimd, TVector>(TVector g0, TVector g1, TVector g2, TVector g3, TVector g4, float point, float scale,
        float* places, nint distance, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector square = TSimd.Create(point * point), factor = TSimd.Create(scale),
            even = TSimd.Multiply(factor, TSimd.MultiplyAdd(square, TSimd.MultiplyAdd(square, g4, g2), g0)),
            odd = TSimd.Multiply(TSimd.Create(scale * point), TSimd.MultiplyAdd(square, g3, g1));
        TSimd.Store(TSimd.Add(even, odd), places, lanes);
        TSimd.Store(TSimd.Subtract(even, odd), places + distance, lanes);
    }
}
