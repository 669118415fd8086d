using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

// Gradients that are nearly all zero, as those of global max-pooling: only what is not zero is multiplied, with whole rows of
// patches or of the transposed kernel. Whether there are few is asked of whole images, so bits do not depend on the number of threads. Sums
// of the kernel's gradient keep their order, and the bits of the products with all zeros; those of an image's gradient run by position, not
// by place in the kernel. What a zero would have been multiplied with is not read: NaN and infinity there do not spread.
internal static unsafe partial class Conv2D
{
    // One gradient in so many makes it worth while; and how many are looked at first: most images with more are known by then.
    private const int FewGradients = 16, Probe = 64;

    // Numbers of a kernel's gradient that are summed up transposed.
    private const int MostTransposed = 64 * 1024;

    private static bool SumsTransposed(in Conv2DSizes s) => s is { Groups: 1, DilationWidth: 1 } && s.KernelCount <= MostTransposed;

    private static bool HasFewGradients<TSimd, TVector>(float* gradient, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int most = count / FewGradients;
        for (int found = 0, at = 0; ; found++)
        {
            int next = NextGradient<TSimd, TVector>(gradient, at, count);
            if (next == count) return true;
            if (found == most || (found == Probe && next < Probe * FewGradients)) return false;
            at = next + 1;
        }
    }

    // Where the next number lies that is not zero, which NaN is not either.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int NextGradient<TSimd, TVector>(float* gradient, int at, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        for (; at <= count - TSimd.Count; at += TSimd.Count)
        {
            TVector x = TSimd.Load(gradient + at);
            // A lane of the mask that is on is a NaN too.
            if (TSimd.AnyNaN(TSimd.GreaterThan(TSimd.Abs(x), TSimd.Zero), x)) break;
        }
        while (at < count && gradient[at] == 0) at++;
        return at;
    }

    // To the (padded) gradient of one image; the kernel is transposed in parts of so many columns: rows of the kernel, or its taps.
    private static void AddFewGradients<TSimd, TVector>(float* transposed, float* gradient, float* image, in Conv2DSizes s, int width)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int count = s.OutHeight * s.OutWidth * s.Filters, taps = width == s.Channels ? s.KernelWidth : 1;
        nint row = PaddedImage.Row(s);
        for (int at = -1; (at = NextGradient<TSimd, TVector>(gradient, at + 1, count)) < count;)
        {
            (int position, int filter) = Math.DivRem(at, s.Filters);
            (int i, int j) = Math.DivRem(position, s.OutWidth);
            float* pixel = image + i * s.StrideHeight * row + (nint)j * s.StrideWidth * s.Channels,
                weights = transposed + (nint)filter * width;
            for (int p = 0; p < s.KernelHeight; p++)
                for (int q = 0; q < taps; q++, weights += (nint)s.Filters * width)
                    AddProduct<TSimd, TVector>(gradient[at], weights,
                        pixel + p * s.DilationHeight * row + (nint)q * s.DilationWidth * s.Channels, width);
        }
    }

    // To rows [first, end) of the kernel's gradient, as (filter, row).
    private static void AddFewGradients<TSimd, TVector>(float* image, float* gradient, float* transposed, in Conv2DSizes s, int first,
        int end)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int count = s.OutHeight * s.OutWidth * s.Filters, length = s.KernelWidth * s.Channels;
        nint row = PaddedImage.Row(s);
        for (int at = -1; (at = NextGradient<TSimd, TVector>(gradient, at + 1, count)) < count;)
        {
            (int position, int filter) = Math.DivRem(at, s.Filters);
            (int i, int j) = Math.DivRem(position, s.OutWidth);
            float* patch = image + i * s.StrideHeight * row + (nint)j * s.StrideWidth * s.Channels,
                sums = transposed + (nint)filter * (end - first);
            for (int k = first; k < end;)
            {
                (int p, int column) = Math.DivRem(k, length);
                int columns = Math.Min(length - column, end - k);
                AddProduct<TSimd, TVector>(gradient[at], patch + p * s.DilationHeight * row + column, sums + (k - first), columns);
                k += columns;
            }
        }
    }

    // y += factor x
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct<TSimd, TVector>(float factor, float* x, float* y, int count)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        TVector factors = TSimd.Create(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(TSimd.MultiplyAdd(factors, TSimd.Load(x + i), TSimd.Load(y + i)), y + i);
        if (i == count) return;
        TVector lanes = TSimd.FirstLanes(count - i);
        TSimd.Store(TSimd.MultiplyAdd(factors, TSimd.Load(x + i, lanes), TSimd.Load(y + i, lanes)), y + i, lanes);
    }
}
