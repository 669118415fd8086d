using System.Runtime.CompilerServices;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

// Kernels of 3 x 3 that go on by one pixel or two: a register of channels has its nine factors in registers and goes along the rows of an
// image, so that a column is read once. No border is copied: what lies outside is a register of zeros.
internal static unsafe partial class Depthwise
{
    private static readonly KernelCode Nine = KernelCode.Of(typeof(Depthwise), nameof(Image9));

    // No row begins or ends with more than one column outside.
    private static bool FitsNine(in Conv2DSizes s) => s is
    {
        KernelHeight: 3, KernelWidth: 3, DilationHeight: 1, DilationWidth: 1, StrideWidth: 1 or 2, PadLeft: 0 or 1
    } && s.PaddedWidth - 1 - s.PadLeft <= s.Width;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Image9<TSimd, TVector>(float* image, float* kernel, in ChannelEpilogue after, float* result, in Conv2DSizes s,
        float* zeros)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Lanes9<TSimd, TVector>(image, kernel, after, result, s, zeros, c, TSimd.Zero, whole: true);
        if (c < channels)
            Lanes9<TSimd, TVector>(image, kernel, after, result, s, zeros, c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes9<TSimd, TVector>(float* image, float* kernel, in ChannelEpilogue after, float* result, in Conv2DSizes s,
        float* zeros, int c, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels, pad = s.PadLeft;
        bool one = s.StrideWidth == 1;
        float* k = kernel + c;
        TVector k0 = Load<TSimd, TVector>(k, lanes, whole), k1 = Load<TSimd, TVector>(k + channels, lanes, whole),
            k2 = Load<TSimd, TVector>(k + 2 * channels, lanes, whole);
        k += 3 * channels;
        TVector k3 = Load<TSimd, TVector>(k, lanes, whole), k4 = Load<TSimd, TVector>(k + channels, lanes, whole),
            k5 = Load<TSimd, TVector>(k + 2 * channels, lanes, whole);
        k += 3 * channels;
        TVector k6 = Load<TSimd, TVector>(k, lanes, whole), k7 = Load<TSimd, TVector>(k + channels, lanes, whole),
            k8 = Load<TSimd, TVector>(k + 2 * channels, lanes, whole);
        // The first result that a column outside of the image belongs to.
        int last = s.Width - 3 + pad, inside = last < 0 ? 0 : Math.Min(last / s.StrideWidth + 1, s.OutWidth);
        result += c;
        for (int i = 0; i < s.OutHeight; i++)
        {
            int top = i * s.StrideHeight - s.PadTop;
            float* x = Row(image, top, s, zeros, c, out nint xs), y = Row(image, top + 1, s, zeros, c, out nint ys),
                z = Row(image, top + 2, s, zeros, c, out nint zs);
            TVector x0 = TSimd.Zero, y0 = x0, z0 = x0;
            if (pad == 0)
            {
                (x0, y0, z0) = (Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(y, lanes, whole),
                    Load<TSimd, TVector>(z, lanes, whole));
                x += xs;
                y += ys;
                z += zs;
            }
            TVector x1 = Load<TSimd, TVector>(x, lanes, whole), y1 = Load<TSimd, TVector>(y, lanes, whole),
                z1 = Load<TSimd, TVector>(z, lanes, whole);
            for (int j = 0; j < s.OutWidth; j++, result += channels)
            {
                TVector x2 = TSimd.Zero, y2 = x2, z2 = x2;
                if (j < inside)
                {
                    x += xs;
                    y += ys;
                    z += zs;
                    (x2, y2, z2) = (Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(y, lanes, whole),
                        Load<TSimd, TVector>(z, lanes, whole));
                }
                TVector sum = TSimd.MultiplyAdd(x0, k0, TSimd.Zero);
                sum = TSimd.MultiplyAdd(x1, k1, sum);
                sum = TSimd.MultiplyAdd(x2, k2, sum);
                sum = TSimd.MultiplyAdd(y0, k3, sum);
                sum = TSimd.MultiplyAdd(y1, k4, sum);
                sum = TSimd.MultiplyAdd(y2, k5, sum);
                sum = TSimd.MultiplyAdd(z0, k6, sum);
                sum = TSimd.MultiplyAdd(z1, k7, sum);
                sum = TSimd.MultiplyAdd(z2, k8, sum);
                after.Store<TSimd, TVector>(sum, c, result, lanes, whole);
                if (one)
                {
                    (x0, y0, z0, x1, y1, z1) = (x1, y1, z1, x2, y2, z2);
                    continue;
                }
                (x0, y0, z0) = (x2, y2, z2);
                if (j + 1 == s.OutWidth) break;
                x += xs;
                y += ys;
                z += zs;
                (x1, y1, z1) = (Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(y, lanes, whole),
                    Load<TSimd, TVector>(z, lanes, whole));
            }
            if (!one) result += channels;
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
