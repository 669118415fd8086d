using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Products of 16 channels with 16 filters in registers of 16 numbers, of which there are 32: what stays the same for a block of tiles, the
// kernel of a place or its gradient, rests in 16 of them, and each product reads its other operand from memory. A tile of Tile has half
// the operands to share out and is called as often as it multiplies.
internal static unsafe partial class Winograd
{
    private const int SmallSize = 16;

    private static readonly KernelCode Small = KernelCode.Of(typeof(Winograd), nameof(MultiplySmall));
    private static readonly KernelCode SmallSums = KernelCode.Of(typeof(Winograd), nameof(AddSmall));

    private static bool IsSmall(in Conv2DSizes s, int lanes) => s.Channels == SmallSize && s.Filters == SmallSize && lanes == SmallSize;

    // c (tile, filter) = a (tile, channel) * b (channel, filter).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplySmall<TSimd, TVector>(float* a, float* b, float* c, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector b0 = TSimd.Load(b), b1 = TSimd.Load(b + 16), b2 = TSimd.Load(b + 32), b3 = TSimd.Load(b + 48),
            b4 = TSimd.Load(b + 64), b5 = TSimd.Load(b + 80), b6 = TSimd.Load(b + 96), b7 = TSimd.Load(b + 112),
            b8 = TSimd.Load(b + 128), b9 = TSimd.Load(b + 144), b10 = TSimd.Load(b + 160), b11 = TSimd.Load(b + 176),
            b12 = TSimd.Load(b + 192), b13 = TSimd.Load(b + 208), b14 = TSimd.Load(b + 224), b15 = TSimd.Load(b + 240);
        for (int t = 0; t < count; t++, a += SmallSize, c += SmallSize)
        {
            TVector sum = TSimd.MultiplyAdd(TSimd.Create(a[0]), b0, TSimd.Zero);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[1]), b1, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[2]), b2, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[3]), b3, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[4]), b4, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[5]), b5, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[6]), b6, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[7]), b7, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[8]), b8, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[9]), b9, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[10]), b10, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[11]), b11, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[12]), b12, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[13]), b13, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[14]), b14, sum);
            sum = TSimd.MultiplyAdd(TSimd.Create(a[15]), b15, sum);
            TSimd.Store(sum, c);
        }
    }

    // c (channel, filter) = a (tile, channel) transposed * b (tile, filter), added to what is there on request.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSmall<TSimd, TVector>(float* a, float* b, float* c, int count, bool started)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector none = TSimd.Zero, c0 = started ? TSimd.Load(c) : none, c1 = started ? TSimd.Load(c + 16) : none,
            c2 = started ? TSimd.Load(c + 32) : none, c3 = started ? TSimd.Load(c + 48) : none,
            c4 = started ? TSimd.Load(c + 64) : none, c5 = started ? TSimd.Load(c + 80) : none,
            c6 = started ? TSimd.Load(c + 96) : none, c7 = started ? TSimd.Load(c + 112) : none,
            c8 = started ? TSimd.Load(c + 128) : none, c9 = started ? TSimd.Load(c + 144) : none,
            c10 = started ? TSimd.Load(c + 160) : none, c11 = started ? TSimd.Load(c + 176) : none,
            c12 = started ? TSimd.Load(c + 192) : none, c13 = started ? TSimd.Load(c + 208) : none,
            c14 = started ? TSimd.Load(c + 224) : none, c15 = started ? TSimd.Load(c + 240) : none;
        for (int t = 0; t < count; t++, a += SmallSize, b += SmallSize)
        {
            TVector right = TSimd.Load(b);
            c0 = TSimd.MultiplyAdd(TSimd.Create(a[0]), right, c0);
            c1 = TSimd.MultiplyAdd(TSimd.Create(a[1]), right, c1);
            c2 = TSimd.MultiplyAdd(TSimd.Create(a[2]), right, c2);
            c3 = TSimd.MultiplyAdd(TSimd.Create(a[3]), right, c3);
            c4 = TSimd.MultiplyAdd(TSimd.Create(a[4]), right, c4);
            c5 = TSimd.MultiplyAdd(TSimd.Create(a[5]), right, c5);
            c6 = TSimd.MultiplyAdd(TSimd.Create(a[6]), right, c6);
            c7 = TSimd.MultiplyAdd(TSimd.Create(a[7]), right, c7);
            c8 = TSimd.MultiplyAdd(TSimd.Create(a[8]), right, c8);
            c9 = TSimd.MultiplyAdd(TSimd.Create(a[9]), right, c9);
            c10 = TSimd.MultiplyAdd(TSimd.Create(a[10]), right, c10);
            c11 = TSimd.MultiplyAdd(TSimd.Create(a[11]), right, c11);
            c12 = TSimd.MultiplyAdd(TSimd.Create(a[12]), right, c12);
            c13 = TSimd.MultiplyAdd(TSimd.Create(a[13]), right, c13);
            c14 = TSimd.MultiplyAdd(TSimd.Create(a[14]), right, c14);
            c15 = TSimd.MultiplyAdd(TSimd.Create(a[15]), right, c15);
        }
        TSimd.Store(c0, c);
        TSimd.Store(c1, c + 16);
        TSimd.Store(c2, c + 32);
        TSimd.Store(c3, c + 48);
        TSimd.Store(c4, c + 64);
        TSimd.Store(c5, c + 80);
        TSimd.Store(c6, c + 96);
        TSimd.Store(c7, c + 112);
        TSimd.Store(c8, c + 128);
        TSimd.Store(c9, c + 144);
        TSimd.Store(c10, c + 160);
        TSimd.Store(c11, c + 176);
        TSimd.Store(c12, c + 192);
        TSimd.Store(c13, c + 208);
        TSimd.Store(c14, c + 224);
        TSimd.Store(c15, c + 240);
    }
}
