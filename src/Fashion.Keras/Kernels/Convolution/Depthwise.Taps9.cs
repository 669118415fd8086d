using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Kernels of 3 x 3: a register of channels has its nine factors in registers and goes along the rows of an image. No border is copied:
// a row outside is a pixel of zeros that is read again and again, and columns outside are left out. The last register of channels lies over
// the one before where channels do not fill it: the same sums, stored to the same place.
internal static unsafe partial class Depthwise
{
    private static readonly KernelCode Nine = KernelCode.Of(typeof(Depthwise), nameof(Image9));

    // No row begins or ends with more than one column outside.
    private static bool FitsNine(in Conv2DSizes s, int lanes) => s is
    {
        KernelHeight: 3, KernelWidth: 3, DilationHeight: 1, DilationWidth: 1, PadLeft: 0 or 1
    } && s.Channels >= lanes && s.PaddedWidth - 1 - s.PadLeft <= s.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image9<TSimd, TVector>(float* image, float* kernel, float* bias, float* result, in Conv2DSizes s, bool relu,
        float* zeros)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, last = channels - TSimd.Count;
        // How many results have their right column inside.
        int free = s.Width - 3 + s.PadLeft, inside = free < 0 ? 0 : Math.Min(free / s.StrideWidth + 1, s.OutWidth);
        nint stride = s.StrideWidth;
        for (int c = 0; ; c = Math.Min(c + TSimd.Count, last))
        {
            float* k = kernel + c;
            TVector k0 = TSimd.Load(k), k1 = TSimd.Load(k + channels), k2 = TSimd.Load(k + 2 * channels);
            k += 3 * channels;
            TVector k3 = TSimd.Load(k), k4 = TSimd.Load(k + channels), k5 = TSimd.Load(k + 2 * channels);
            k += 3 * channels;
            TVector k6 = TSimd.Load(k), k7 = TSimd.Load(k + channels), k8 = TSimd.Load(k + 2 * channels);
            TVector start = bias == null ? TSimd.Zero : TSimd.Load(bias + c), sum;
            float* r = result + c;
            for (int i = 0; i < s.OutHeight; i++)
            {
                int top = i * s.StrideHeight - s.PadTop, j = 0;
                float* x = Row(image, top, s, zeros, c, out nint xs), y = Row(image, top + 1, s, zeros, c, out nint ys),
                    z = Row(image, top + 2, s, zeros, c, out nint zs);
                if (s.PadLeft == 1)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(x), k1, start);
                    sum = TSimd.MultiplyAdd(TSimd.Load(y), k4, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(z), k7, sum);
                    if (s.Width > 1)
                    {
                        sum = TSimd.MultiplyAdd(TSimd.Load(x + xs), k2, sum);
                        sum = TSimd.MultiplyAdd(TSimd.Load(y + ys), k5, sum);
                        sum = TSimd.MultiplyAdd(TSimd.Load(z + zs), k8, sum);
                    }
                    if (relu) sum = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, sum), TSimd.Zero, sum);
                    TSimd.Store(sum, r);
                    j = 1;
                    r += channels;
                    x += (stride - 1) * xs;
                    y += (stride - 1) * ys;
                    z += (stride - 1) * zs;
                }
                for (; j < inside; j++, r += channels)
                {
                    sum = TSimd.MultiplyAdd(TSimd.Load(x), k0, start);
                    sum = TSimd.MultiplyAdd(TSimd.Load(x + xs), k1, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(x + 2 * xs), k2, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(y), k3, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(y + ys), k4, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(y + 2 * ys), k5, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(z), k6, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(z + zs), k7, sum);
                    sum = TSimd.MultiplyAdd(TSimd.Load(z + 2 * zs), k8, sum);
                    if (relu) sum = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, sum), TSimd.Zero, sum);
                    TSimd.Store(sum, r);
                    x += stride * xs;
                    y += stride * ys;
                    z += stride * zs;
                }
                if (j == s.OutWidth) continue;
                sum = TSimd.MultiplyAdd(TSimd.Load(x), k0, start);
                sum = TSimd.MultiplyAdd(TSimd.Load(x + xs), k1, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(y), k3, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(y + ys), k4, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(z), k6, sum);
                sum = TSimd.MultiplyAdd(TSimd.Load(z + zs), k7, sum);
                if (relu) sum = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, sum), TSimd.Zero, sum);
                TSimd.Store(sum, r);
                r += channels;
            }
            if (c == last) return;
        }
    }

    // The channels of a row's first pixel, and how far the next pixel is; a row outside is one pixel of zeros.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float* Row(float* image, int row, in Conv2DSizes s, float* zeros, int channel, out nint step)
    {
        bool there = (uint)row < (uint)s.Height;
        step = there ? s.Channels : 0;
        return there ? image + (nint)row * s.Width * s.Channels + channel : zeros + channel;
    }
}
