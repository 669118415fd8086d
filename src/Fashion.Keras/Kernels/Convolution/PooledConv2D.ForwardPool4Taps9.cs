using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Fashion.Keras.Kernels;

// Windows of four places under a kernel of nine taps (a first layer of 3 x 3), where there are thirty-two registers: eighteen
// hold the kernel for two registers of filters, eight the sums of a window. Layout and tail as in ForwardPool4. Written for one
// width, since no other has the registers, and written out, which compiles three times faster than with a function per tap.
internal static unsafe partial class PooledConv2D
{
    private const int NineTaps = 9;

    private static bool FitsNineTaps(in PooledConv2DSizes s, int lanes) => Simd.Has512 && lanes == Simd512.Count && s.Patch == NineTaps;

    // A row of windows: the first register row of the panel is the bias.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardPool4Taps9Row512(float* window, float* panel, int* taps, FourShifts shifts, nint step, int windows,
        float* pooled, int* places, int filters, int columns, bool relu)
    {
        Vector512<float> low = Simd512.FirstLanes(columns), high = Simd512.FirstLanes(columns - Simd512.Count);
        Vector512<float> b0L = Avx512F.LoadVector512(panel + 32), b0H = Avx512F.LoadVector512(panel + 48);
        Vector512<float> b1L = Avx512F.LoadVector512(panel + 64), b1H = Avx512F.LoadVector512(panel + 80);
        Vector512<float> b2L = Avx512F.LoadVector512(panel + 96), b2H = Avx512F.LoadVector512(panel + 112);
        Vector512<float> b3L = Avx512F.LoadVector512(panel + 128), b3H = Avx512F.LoadVector512(panel + 144);
        Vector512<float> b4L = Avx512F.LoadVector512(panel + 160), b4H = Avx512F.LoadVector512(panel + 176);
        Vector512<float> b5L = Avx512F.LoadVector512(panel + 192), b5H = Avx512F.LoadVector512(panel + 208);
        Vector512<float> b6L = Avx512F.LoadVector512(panel + 224), b6H = Avx512F.LoadVector512(panel + 240);
        Vector512<float> b7L = Avx512F.LoadVector512(panel + 256), b7H = Avx512F.LoadVector512(panel + 272);
        Vector512<float> b8L = Avx512F.LoadVector512(panel + 288), b8H = Avx512F.LoadVector512(panel + 304);
        nint t0 = taps[0], t1 = taps[1], t2 = taps[2], t3 = taps[3], t4 = taps[4], t5 = taps[5], t6 = taps[6], t7 = taps[7], t8 = taps[8];
        for (int v = 0; v < windows; v++, window += step)
        {
            float* x0 = window, x1 = window + shifts.First, x2 = window + shifts.Second, x3 = window + shifts.Third;
            Vector512<float> c0L = Avx512F.LoadVector512(panel), c0H = Avx512F.LoadVector512(panel + 16);
            Vector512<float> c1L = c0L, c2L = c0L, c3L = c0L, c1H = c0H, c2H = c0H, c3H = c0H, x;
            x = Vector512.Create(x0[t0]);
            c0L = Avx512F.FusedMultiplyAdd(x, b0L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b0H, c0H);
            x = Vector512.Create(x1[t0]);
            c1L = Avx512F.FusedMultiplyAdd(x, b0L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b0H, c1H);
            x = Vector512.Create(x2[t0]);
            c2L = Avx512F.FusedMultiplyAdd(x, b0L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b0H, c2H);
            x = Vector512.Create(x3[t0]);
            c3L = Avx512F.FusedMultiplyAdd(x, b0L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b0H, c3H);
            x = Vector512.Create(x0[t1]);
            c0L = Avx512F.FusedMultiplyAdd(x, b1L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b1H, c0H);
            x = Vector512.Create(x1[t1]);
            c1L = Avx512F.FusedMultiplyAdd(x, b1L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b1H, c1H);
            x = Vector512.Create(x2[t1]);
            c2L = Avx512F.FusedMultiplyAdd(x, b1L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b1H, c2H);
            x = Vector512.Create(x3[t1]);
            c3L = Avx512F.FusedMultiplyAdd(x, b1L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b1H, c3H);
            x = Vector512.Create(x0[t2]);
            c0L = Avx512F.FusedMultiplyAdd(x, b2L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b2H, c0H);
            x = Vector512.Create(x1[t2]);
            c1L = Avx512F.FusedMultiplyAdd(x, b2L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b2H, c1H);
            x = Vector512.Create(x2[t2]);
            c2L = Avx512F.FusedMultiplyAdd(x, b2L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b2H, c2H);
            x = Vector512.Create(x3[t2]);
            c3L = Avx512F.FusedMultiplyAdd(x, b2L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b2H, c3H);
            x = Vector512.Create(x0[t3]);
            c0L = Avx512F.FusedMultiplyAdd(x, b3L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b3H, c0H);
            x = Vector512.Create(x1[t3]);
            c1L = Avx512F.FusedMultiplyAdd(x, b3L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b3H, c1H);
            x = Vector512.Create(x2[t3]);
            c2L = Avx512F.FusedMultiplyAdd(x, b3L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b3H, c2H);
            x = Vector512.Create(x3[t3]);
            c3L = Avx512F.FusedMultiplyAdd(x, b3L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b3H, c3H);
            x = Vector512.Create(x0[t4]);
            c0L = Avx512F.FusedMultiplyAdd(x, b4L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b4H, c0H);
            x = Vector512.Create(x1[t4]);
            c1L = Avx512F.FusedMultiplyAdd(x, b4L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b4H, c1H);
            x = Vector512.Create(x2[t4]);
            c2L = Avx512F.FusedMultiplyAdd(x, b4L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b4H, c2H);
            x = Vector512.Create(x3[t4]);
            c3L = Avx512F.FusedMultiplyAdd(x, b4L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b4H, c3H);
            x = Vector512.Create(x0[t5]);
            c0L = Avx512F.FusedMultiplyAdd(x, b5L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b5H, c0H);
            x = Vector512.Create(x1[t5]);
            c1L = Avx512F.FusedMultiplyAdd(x, b5L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b5H, c1H);
            x = Vector512.Create(x2[t5]);
            c2L = Avx512F.FusedMultiplyAdd(x, b5L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b5H, c2H);
            x = Vector512.Create(x3[t5]);
            c3L = Avx512F.FusedMultiplyAdd(x, b5L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b5H, c3H);
            x = Vector512.Create(x0[t6]);
            c0L = Avx512F.FusedMultiplyAdd(x, b6L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b6H, c0H);
            x = Vector512.Create(x1[t6]);
            c1L = Avx512F.FusedMultiplyAdd(x, b6L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b6H, c1H);
            x = Vector512.Create(x2[t6]);
            c2L = Avx512F.FusedMultiplyAdd(x, b6L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b6H, c2H);
            x = Vector512.Create(x3[t6]);
            c3L = Avx512F.FusedMultiplyAdd(x, b6L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b6H, c3H);
            x = Vector512.Create(x0[t7]);
            c0L = Avx512F.FusedMultiplyAdd(x, b7L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b7H, c0H);
            x = Vector512.Create(x1[t7]);
            c1L = Avx512F.FusedMultiplyAdd(x, b7L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b7H, c1H);
            x = Vector512.Create(x2[t7]);
            c2L = Avx512F.FusedMultiplyAdd(x, b7L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b7H, c2H);
            x = Vector512.Create(x3[t7]);
            c3L = Avx512F.FusedMultiplyAdd(x, b7L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b7H, c3H);
            x = Vector512.Create(x0[t8]);
            c0L = Avx512F.FusedMultiplyAdd(x, b8L, c0L);
            c0H = Avx512F.FusedMultiplyAdd(x, b8H, c0H);
            x = Vector512.Create(x1[t8]);
            c1L = Avx512F.FusedMultiplyAdd(x, b8L, c1L);
            c1H = Avx512F.FusedMultiplyAdd(x, b8H, c1H);
            x = Vector512.Create(x2[t8]);
            c2L = Avx512F.FusedMultiplyAdd(x, b8L, c2L);
            c2H = Avx512F.FusedMultiplyAdd(x, b8H, c2H);
            x = Vector512.Create(x3[t8]);
            c3L = Avx512F.FusedMultiplyAdd(x, b8L, c3L);
            c3H = Avx512F.FusedMultiplyAdd(x, b8H, c3H);
            StoreBest<Simd512, Vector512<float>>(c0L, c1L, c2L, c3L, relu, pooled, places, low);
            if (columns > Simd512.Count)
                StoreBest<Simd512, Vector512<float>>(c0H, c1H, c2H, c3H, relu, pooled + Simd512.Count, places + Simd512.Count, high);
            pooled += filters;
            places += filters;
        }
    }
}
