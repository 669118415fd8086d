using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Tiles of pixels and the one or two registers of a panel. Missing pixels repeat the last one: the same sums, stored to the same place.
internal static unsafe partial class Pointwise
{
    /// <summary>8 pixels, two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles8<TSimd, TVector>(float* x, float* panel, float* start, float* y, in Conv2DSizes s, int count,
        int columns, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint channels = s.Channels, filters = s.Filters;
        bool whole = columns == 2 * TSimd.Count;
        TVector startL = TSimd.Load(start), startH = TSimd.Load(start + TSimd.Count);
        for (int at = 0; at < count; at += 8, x += 8 * channels, y += 8 * filters)
        {
            int more = count - at;
            float* x0 = x, x1 = more > 1 ? x0 + channels : x0, x2 = more > 2 ? x1 + channels : x1, x3 = more > 3 ? x2 + channels : x2,
                x4 = more > 4 ? x3 + channels : x3, x5 = more > 5 ? x4 + channels : x4, x6 = more > 6 ? x5 + channels : x5,
                x7 = more > 7 ? x6 + channels : x6;
            TVector c0L = startL, c1L = startL, c2L = startL, c3L = startL, c4L = startL, c5L = startL, c6L = startL, c7L = startL;
            TVector c0H = startH, c1H = startH, c2H = startH, c3H = startH, c4H = startH, c5H = startH, c6H = startH, c7H = startH;
            float* b = panel;
            for (nint i = 0; i < channels; i++)
            {
                TVector kL = TSimd.Load(b), kH = TSimd.Load(b + TSimd.Count), a;
                a = TSimd.Create(x0[i]);
                c0L = TSimd.MultiplyAdd(a, kL, c0L);
                c0H = TSimd.MultiplyAdd(a, kH, c0H);
                a = TSimd.Create(x1[i]);
                c1L = TSimd.MultiplyAdd(a, kL, c1L);
                c1H = TSimd.MultiplyAdd(a, kH, c1H);
                a = TSimd.Create(x2[i]);
                c2L = TSimd.MultiplyAdd(a, kL, c2L);
                c2H = TSimd.MultiplyAdd(a, kH, c2H);
                a = TSimd.Create(x3[i]);
                c3L = TSimd.MultiplyAdd(a, kL, c3L);
                c3H = TSimd.MultiplyAdd(a, kH, c3H);
                a = TSimd.Create(x4[i]);
                c4L = TSimd.MultiplyAdd(a, kL, c4L);
                c4H = TSimd.MultiplyAdd(a, kH, c4H);
                a = TSimd.Create(x5[i]);
                c5L = TSimd.MultiplyAdd(a, kL, c5L);
                c5H = TSimd.MultiplyAdd(a, kH, c5H);
                a = TSimd.Create(x6[i]);
                c6L = TSimd.MultiplyAdd(a, kL, c6L);
                c6H = TSimd.MultiplyAdd(a, kH, c6H);
                a = TSimd.Create(x7[i]);
                c7L = TSimd.MultiplyAdd(a, kL, c7L);
                c7H = TSimd.MultiplyAdd(a, kH, c7H);
                b += 2 * TSimd.Count;
            }
            if (relu)
            {
                c0L = Relu<TSimd, TVector>(c0L);
                c0H = Relu<TSimd, TVector>(c0H);
                c1L = Relu<TSimd, TVector>(c1L);
                c1H = Relu<TSimd, TVector>(c1H);
                c2L = Relu<TSimd, TVector>(c2L);
                c2H = Relu<TSimd, TVector>(c2H);
                c3L = Relu<TSimd, TVector>(c3L);
                c3H = Relu<TSimd, TVector>(c3H);
                c4L = Relu<TSimd, TVector>(c4L);
                c4H = Relu<TSimd, TVector>(c4H);
                c5L = Relu<TSimd, TVector>(c5L);
                c5H = Relu<TSimd, TVector>(c5H);
                c6L = Relu<TSimd, TVector>(c6L);
                c6H = Relu<TSimd, TVector>(c6H);
                c7L = Relu<TSimd, TVector>(c7L);
                c7H = Relu<TSimd, TVector>(c7H);
            }
            float* y0 = y, y1 = more > 1 ? y0 + filters : y0, y2 = more > 2 ? y1 + filters : y1, y3 = more > 3 ? y2 + filters : y2,
                y4 = more > 4 ? y3 + filters : y3, y5 = more > 5 ? y4 + filters : y4, y6 = more > 6 ? y5 + filters : y5,
                y7 = more > 7 ? y6 + filters : y6;
            if (whole)
            {
                TSimd.Store(c0L, y0);
                TSimd.Store(c0H, y0 + TSimd.Count);
                TSimd.Store(c1L, y1);
                TSimd.Store(c1H, y1 + TSimd.Count);
                TSimd.Store(c2L, y2);
                TSimd.Store(c2H, y2 + TSimd.Count);
                TSimd.Store(c3L, y3);
                TSimd.Store(c3H, y3 + TSimd.Count);
                TSimd.Store(c4L, y4);
                TSimd.Store(c4H, y4 + TSimd.Count);
                TSimd.Store(c5L, y5);
                TSimd.Store(c5H, y5 + TSimd.Count);
                TSimd.Store(c6L, y6);
                TSimd.Store(c6H, y6 + TSimd.Count);
                TSimd.Store(c7L, y7);
                TSimd.Store(c7H, y7 + TSimd.Count);
                continue;
            }
            TVector lanes = TSimd.FirstLanes(columns - TSimd.Count);
            TSimd.Store(c0L, y0);
            TSimd.Store(c0H, y0 + TSimd.Count, lanes);
            TSimd.Store(c1L, y1);
            TSimd.Store(c1H, y1 + TSimd.Count, lanes);
            TSimd.Store(c2L, y2);
            TSimd.Store(c2H, y2 + TSimd.Count, lanes);
            TSimd.Store(c3L, y3);
            TSimd.Store(c3H, y3 + TSimd.Count, lanes);
            TSimd.Store(c4L, y4);
            TSimd.Store(c4H, y4 + TSimd.Count, lanes);
            TSimd.Store(c5L, y5);
            TSimd.Store(c5H, y5 + TSimd.Count, lanes);
            TSimd.Store(c6L, y6);
            TSimd.Store(c6H, y6 + TSimd.Count, lanes);
            TSimd.Store(c7L, y7);
            TSimd.Store(c7H, y7 + TSimd.Count, lanes);
        }
    }

    /// <summary>4 pixels, two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tiles4<TSimd, TVector>(float* x, float* panel, float* start, float* y, in Conv2DSizes s, int count,
        int columns, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint channels = s.Channels, filters = s.Filters;
        bool whole = columns == 2 * TSimd.Count;
        TVector startL = TSimd.Load(start), startH = TSimd.Load(start + TSimd.Count);
        for (int at = 0; at < count; at += 4, x += 4 * channels, y += 4 * filters)
        {
            int more = count - at;
            float* x0 = x, x1 = more > 1 ? x0 + channels : x0, x2 = more > 2 ? x1 + channels : x1, x3 = more > 3 ? x2 + channels : x2;
            TVector c0L = startL, c1L = startL, c2L = startL, c3L = startL;
            TVector c0H = startH, c1H = startH, c2H = startH, c3H = startH;
            float* b = panel;
            for (nint i = 0; i < channels; i++)
            {
                TVector kL = TSimd.Load(b), kH = TSimd.Load(b + TSimd.Count), a;
                a = TSimd.Create(x0[i]);
                c0L = TSimd.MultiplyAdd(a, kL, c0L);
                c0H = TSimd.MultiplyAdd(a, kH, c0H);
                a = TSimd.Create(x1[i]);
                c1L = TSimd.MultiplyAdd(a, kL, c1L);
                c1H = TSimd.MultiplyAdd(a, kH, c1H);
                a = TSimd.Create(x2[i]);
                c2L = TSimd.MultiplyAdd(a, kL, c2L);
                c2H = TSimd.MultiplyAdd(a, kH, c2H);
                a = TSimd.Create(x3[i]);
                c3L = TSimd.MultiplyAdd(a, kL, c3L);
                c3H = TSimd.MultiplyAdd(a, kH, c3H);
                b += 2 * TSimd.Count;
            }
            if (relu)
            {
                c0L = Relu<TSimd, TVector>(c0L);
                c0H = Relu<TSimd, TVector>(c0H);
                c1L = Relu<TSimd, TVector>(c1L);
                c1H = Relu<TSimd, TVector>(c1H);
                c2L = Relu<TSimd, TVector>(c2L);
                c2H = Relu<TSimd, TVector>(c2H);
                c3L = Relu<TSimd, TVector>(c3L);
                c3H = Relu<TSimd, TVector>(c3H);
            }
            float* y0 = y, y1 = more > 1 ? y0 + filters : y0, y2 = more > 2 ? y1 + filters : y1, y3 = more > 3 ? y2 + filters : y2;
            if (whole)
            {
                TSimd.Store(c0L, y0);
                TSimd.Store(c0H, y0 + TSimd.Count);
                TSimd.Store(c1L, y1);
                TSimd.Store(c1H, y1 + TSimd.Count);
                TSimd.Store(c2L, y2);
                TSimd.Store(c2H, y2 + TSimd.Count);
                TSimd.Store(c3L, y3);
                TSimd.Store(c3H, y3 + TSimd.Count);
                continue;
            }
            TVector lanes = TSimd.FirstLanes(columns - TSimd.Count);
            TSimd.Store(c0L, y0);
            TSimd.Store(c0H, y0 + TSimd.Count, lanes);
            TSimd.Store(c1L, y1);
            TSimd.Store(c1H, y1 + TSimd.Count, lanes);
            TSimd.Store(c2L, y2);
            TSimd.Store(c2H, y2 + TSimd.Count, lanes);
            TSimd.Store(c3L, y3);
            TSimd.Store(c3H, y3 + TSimd.Count, lanes);
        }
    }

    /// <summary>8 pixels, one register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TilesNarrow<TSimd, TVector>(float* x, float* panel, float* start, float* y, in Conv2DSizes s, int count,
        int columns, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint channels = s.Channels, filters = s.Filters;
        bool whole = columns == TSimd.Count;
        TVector startL = TSimd.Load(start);
        for (int at = 0; at < count; at += 8, x += 8 * channels, y += 8 * filters)
        {
            int more = count - at;
            float* x0 = x, x1 = more > 1 ? x0 + channels : x0, x2 = more > 2 ? x1 + channels : x1, x3 = more > 3 ? x2 + channels : x2,
                x4 = more > 4 ? x3 + channels : x3, x5 = more > 5 ? x4 + channels : x4, x6 = more > 6 ? x5 + channels : x5,
                x7 = more > 7 ? x6 + channels : x6;
            TVector c0L = startL, c1L = startL, c2L = startL, c3L = startL, c4L = startL, c5L = startL, c6L = startL, c7L = startL;
            float* b = panel;
            for (nint i = 0; i < channels; i++)
            {
                TVector kL = TSimd.Load(b), a;
                a = TSimd.Create(x0[i]);
                c0L = TSimd.MultiplyAdd(a, kL, c0L);
                a = TSimd.Create(x1[i]);
                c1L = TSimd.MultiplyAdd(a, kL, c1L);
                a = TSimd.Create(x2[i]);
                c2L = TSimd.MultiplyAdd(a, kL, c2L);
                a = TSimd.Create(x3[i]);
                c3L = TSimd.MultiplyAdd(a, kL, c3L);
                a = TSimd.Create(x4[i]);
                c4L = TSimd.MultiplyAdd(a, kL, c4L);
                a = TSimd.Create(x5[i]);
                c5L = TSimd.MultiplyAdd(a, kL, c5L);
                a = TSimd.Create(x6[i]);
                c6L = TSimd.MultiplyAdd(a, kL, c6L);
                a = TSimd.Create(x7[i]);
                c7L = TSimd.MultiplyAdd(a, kL, c7L);
                b += TSimd.Count;
            }
            if (relu)
            {
                c0L = Relu<TSimd, TVector>(c0L);
                c1L = Relu<TSimd, TVector>(c1L);
                c2L = Relu<TSimd, TVector>(c2L);
                c3L = Relu<TSimd, TVector>(c3L);
                c4L = Relu<TSimd, TVector>(c4L);
                c5L = Relu<TSimd, TVector>(c5L);
                c6L = Relu<TSimd, TVector>(c6L);
                c7L = Relu<TSimd, TVector>(c7L);
            }
            float* y0 = y, y1 = more > 1 ? y0 + filters : y0, y2 = more > 2 ? y1 + filters : y1, y3 = more > 3 ? y2 + filters : y2,
                y4 = more > 4 ? y3 + filters : y3, y5 = more > 5 ? y4 + filters : y4, y6 = more > 6 ? y5 + filters : y5,
                y7 = more > 7 ? y6 + filters : y6;
            if (whole)
            {
                TSimd.Store(c0L, y0);
                TSimd.Store(c1L, y1);
                TSimd.Store(c2L, y2);
                TSimd.Store(c3L, y3);
                TSimd.Store(c4L, y4);
                TSimd.Store(c5L, y5);
                TSimd.Store(c6L, y6);
                TSimd.Store(c7L, y7);
                continue;
            }
            TVector lanes = TSimd.FirstLanes(columns);
            TSimd.Store(c0L, y0, lanes);
            TSimd.Store(c1L, y1, lanes);
            TSimd.Store(c2L, y2, lanes);
            TSimd.Store(c3L, y3, lanes);
            TSimd.Store(c4L, y4, lanes);
            TSimd.Store(c5L, y5, lanes);
            TSimd.Store(c6L, y6, lanes);
            TSimd.Store(c7L, y7, lanes);
        }
    }

    // The comparison is false for NaN, which stays.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Relu<TSimd, TVector>(TVector sums)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged => TSimd.Select(TSimd.GreaterThan(TSimd.Zero, sums), TSimd.Zero, sums);
}
