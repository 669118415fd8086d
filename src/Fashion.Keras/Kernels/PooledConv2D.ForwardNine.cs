using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Windows of four places under a kernel of nine taps (a first layer of 3 x 3), where there are thirty-two registers: eighteen
// hold the kernel for two registers of filters, eight the sums of a window. Layout and tail as in ForwardFour.
internal static unsafe partial class PooledConv2D
{
    private const int NineTaps = 9;

    // A row of windows: the first register row of the panel is the bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardNineRow<TSimd, TVector>(float* window, float* panel, int* taps, FourShifts shifts, nint step, int windows, float* pooled, int* places, int filters, int columns, bool relu)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector low = TSimd.FirstLanes(columns), high = TSimd.FirstLanes(columns - TSimd.Count);
        TVector b0L = TSimd.Load(panel + 2 * TSimd.Count), b0H = TSimd.Load(panel + 3 * TSimd.Count);
        TVector b1L = TSimd.Load(panel + 4 * TSimd.Count), b1H = TSimd.Load(panel + 5 * TSimd.Count);
        TVector b2L = TSimd.Load(panel + 6 * TSimd.Count), b2H = TSimd.Load(panel + 7 * TSimd.Count);
        TVector b3L = TSimd.Load(panel + 8 * TSimd.Count), b3H = TSimd.Load(panel + 9 * TSimd.Count);
        TVector b4L = TSimd.Load(panel + 10 * TSimd.Count), b4H = TSimd.Load(panel + 11 * TSimd.Count);
        TVector b5L = TSimd.Load(panel + 12 * TSimd.Count), b5H = TSimd.Load(panel + 13 * TSimd.Count);
        TVector b6L = TSimd.Load(panel + 14 * TSimd.Count), b6H = TSimd.Load(panel + 15 * TSimd.Count);
        TVector b7L = TSimd.Load(panel + 16 * TSimd.Count), b7H = TSimd.Load(panel + 17 * TSimd.Count);
        TVector b8L = TSimd.Load(panel + 18 * TSimd.Count), b8H = TSimd.Load(panel + 19 * TSimd.Count);
        nint t0 = taps[0], t1 = taps[1], t2 = taps[2], t3 = taps[3], t4 = taps[4], t5 = taps[5], t6 = taps[6], t7 = taps[7], t8 = taps[8];
        for (int v = 0; v < windows; v++, window += step)
        {
            float* x0 = window, x1 = window + shifts.First, x2 = window + shifts.Second, x3 = window + shifts.Third;
            TVector c0L = TSimd.Load(panel), c0H = TSimd.Load(panel + TSimd.Count);
            TVector c1L = c0L, c2L = c0L, c3L = c0L, c1H = c0H, c2H = c0H, c3H = c0H;
            AddTap<TSimd, TVector>(x0[t0], b0L, b0H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t0], b0L, b0H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t0], b0L, b0H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t0], b0L, b0H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t1], b1L, b1H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t1], b1L, b1H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t1], b1L, b1H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t1], b1L, b1H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t2], b2L, b2H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t2], b2L, b2H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t2], b2L, b2H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t2], b2L, b2H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t3], b3L, b3H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t3], b3L, b3H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t3], b3L, b3H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t3], b3L, b3H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t4], b4L, b4H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t4], b4L, b4H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t4], b4L, b4H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t4], b4L, b4H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t5], b5L, b5H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t5], b5L, b5H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t5], b5L, b5H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t5], b5L, b5H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t6], b6L, b6H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t6], b6L, b6H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t6], b6L, b6H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t6], b6L, b6H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t7], b7L, b7H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t7], b7L, b7H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t7], b7L, b7H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t7], b7L, b7H, ref c3L, ref c3H);
            AddTap<TSimd, TVector>(x0[t8], b8L, b8H, ref c0L, ref c0H);
            AddTap<TSimd, TVector>(x1[t8], b8L, b8H, ref c1L, ref c1H);
            AddTap<TSimd, TVector>(x2[t8], b8L, b8H, ref c2L, ref c2H);
            AddTap<TSimd, TVector>(x3[t8], b8L, b8H, ref c3L, ref c3H);
            StoreBest<TSimd, TVector>(c0L, c1L, c2L, c3L, relu, pooled, places, low);
            if (columns > TSimd.Count) StoreBest<TSimd, TVector>(c0H, c1H, c2H, c3H, relu, pooled + TSimd.Count, places + TSimd.Count, high);
            pooled += filters;
            places += filters;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTap<TSimd, TVector>(float pixel, TVector low, TVector high, ref TVector sumLow, ref TVector sumHigh)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector x = TSimd.Create(pixel);
        sumLow = TSimd.MultiplyAdd(x, low, sumLow);
        sumHigh = TSimd.MultiplyAdd(x, high, sumHigh);
    }
}
