using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Gradients of convolutions with a few 3 x 3 filters over many channels, such as the last layer of a decoder. Lanes are channels. A
/// filter's gradient is a plane of single numbers: copied with a border of zeros, each of its numbers is multiplied with a register of
/// channels, and the nine factors or sums of a filter stay in registers.
/// </summary>
internal static unsafe class FewFilterGradients
{
    /// <summary>The code of <c>BackwardInput</c>.</summary>
    public static readonly KernelCode BackwardInputCode =
        KernelCode.Of(typeof(FewFilterGradients), nameof(BackwardInput), nameof(AddPixels));

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static readonly KernelCode BackwardKernelCode =
        KernelCode.Of(typeof(FewFilterGradients), nameof(BackwardKernel), nameof(AddTaps));

    private const int Taps = 9, MostFilters = 4, LeastChannels = 8;

    /// <summary>Whether a convolution is of this kind.</summary>
    public static bool Fits(in Conv2DSizes s) => s is
    {
        KernelHeight: 3, KernelWidth: 3, StrideHeight: 1, StrideWidth: 1, DilationHeight: 1, DilationWidth: 1, Groups: 1,
        PadTop: >= 0 and <= 2, PadLeft: >= 0 and <= 2, Filters: <= MostFilters, Channels: >= LeastChannels
    };

    /// <summary>Floats of scratch for both directions: a plane, and a kernel by filters.</summary>
    public static long Scratch(in Conv2DSizes s) => PlaneFloats(s) + (long)Taps * s.Channels * s.Filters;

    private static long PlaneFloats(in Conv2DSizes s) => ((s.Height + 2L) * (s.Width + 2L) + 15) / 16 * 16;

    /// <summary>The gradient of images <paramref name="first"/> to <paramref name="end"/>.</summary>
    public static void BackwardInput(float* kernel, float* gradients, float* images, in Conv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardInput<Simd512, Vector512<float>>(kernel, gradients, images, s, first, end, scratch);
        else if (Simd.Has256) BackwardInput<Simd256, Vector256<float>>(kernel, gradients, images, s, first, end, scratch);
        else BackwardInput<Simd128, Vector128<float>>(kernel, gradients, images, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardInput<TSimd, TVector>(float* kernel, float* gradients, float* images, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Guard(kernel, gradients, images, s, first, end, scratch);
        KernelGuard.Apart(images, s.ImageCount, gradients, s.ResultCount);
        KernelGuard.Apart(images, s.ImageCount, kernel, s.KernelCount);
        float* filters = scratch + PlaneFloats(s);
        int channels = s.Channels, taps = Taps * channels;
        for (int f = 0; f < s.Filters; f++)
            for (int i = 0; i < taps; i++) filters[f * taps + i] = kernel[i * s.Filters + f];
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * s.Height * s.Width * channels;
            for (int f = 0; f < s.Filters; f++)
            {
                CopyPlane(gradients + (nint)n * s.OutHeight * s.OutWidth * s.Filters + f, scratch, s);
                int c = 0;
                for (; c <= channels - TSimd.Count; c += TSimd.Count)
                    AddPixels<TSimd, TVector>(filters + f * taps + c, scratch, image + c, s, f > 0, TSimd.Zero, whole: true);
                if (c < channels)
                    AddPixels<TSimd, TVector>(filters + f * taps + c, scratch, image + c, s, f > 0, TSimd.FirstLanes(channels - c),
                        whole: false);
            }
        }
    }

    /// <summary>The kernel's gradient that images <paramref name="first"/> to <paramref name="end"/> give.</summary>
    public static void BackwardKernel(float* images, float* gradients, float* kernel, in Conv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardKernel<Simd512, Vector512<float>>(images, gradients, kernel, s, first, end, scratch);
        else if (Simd.Has256) BackwardKernel<Simd256, Vector256<float>>(images, gradients, kernel, s, first, end, scratch);
        else BackwardKernel<Simd128, Vector128<float>>(images, gradients, kernel, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* images, float* gradients, float* kernel, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        Guard(kernel, gradients, images, s, first, end, scratch);
        KernelGuard.Apart(kernel, s.KernelCount, images, s.ImageCount);
        KernelGuard.Apart(kernel, s.KernelCount, gradients, s.ResultCount);
        float* sums = scratch + PlaneFloats(s);
        int channels = s.Channels, taps = Taps * channels;
        new Span<float>(sums, taps * s.Filters).Clear();
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * s.Height * s.Width * channels;
            for (int f = 0; f < s.Filters; f++)
            {
                CopyPlane(gradients + (nint)n * s.OutHeight * s.OutWidth * s.Filters + f, scratch, s);
                int c = 0;
                for (; c <= channels - TSimd.Count; c += TSimd.Count)
                    AddTaps<TSimd, TVector>(image + c, scratch, sums + f * taps + c, s, TSimd.Zero, whole: true);
                if (c < channels)
                    AddTaps<TSimd, TVector>(image + c, scratch, sums + f * taps + c, s, TSimd.FirstLanes(channels - c), whole: false);
            }
        }
        for (int f = 0; f < s.Filters; f++)
            for (int i = 0; i < taps; i++) kernel[i * s.Filters + f] = sums[f * taps + i];
    }

    private static void Guard(float* kernel, float* gradients, float* images, in Conv2DSizes s, int first, int end, float* scratch)
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(scratch, Scratch(s));
    }

    // The plane's number at (a, b) is the gradient at (a + PadTop - 2, b + PadLeft - 2), 0 where there is none: a pixel (u, v) finds that
    // of tap (p, q) at (u + 2 - p, v + 2 - q).
    private static void CopyPlane(float* gradient, float* plane, in Conv2DSizes s)
    {
        int width = s.Width + 2, filters = s.Filters;
        new Span<float>(plane, (s.Height + 2) * width).Clear();
        int before = 2 - s.PadLeft, count = Math.Min(s.OutWidth, width - before);
        for (int a = 2 - s.PadTop, i = 0; i < s.OutHeight && a < s.Height + 2; a++, i++)
        {
            float* source = gradient + (nint)i * s.OutWidth * filters, target = plane + a * width + before;
            if (filters == 1) new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, count));
            else
                for (int j = 0; j < count; j++) target[j] = source[j * filters];
        }
    }

    // One filter's part of a register of channels, all pixels of an image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPixels<TSimd, TVector>(float* filter, float* plane, float* image, in Conv2DSizes s, bool added, TVector lanes,
        bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint channels = s.Channels, width = s.Width + 2;
        TVector k0 = Load<TSimd, TVector>(filter, lanes, whole), k1 = Load<TSimd, TVector>(filter + channels, lanes, whole),
            k2 = Load<TSimd, TVector>(filter + 2 * channels, lanes, whole), k3 = Load<TSimd, TVector>(filter + 3 * channels, lanes, whole),
            k4 = Load<TSimd, TVector>(filter + 4 * channels, lanes, whole), k5 = Load<TSimd, TVector>(filter + 5 * channels, lanes, whole),
            k6 = Load<TSimd, TVector>(filter + 6 * channels, lanes, whole), k7 = Load<TSimd, TVector>(filter + 7 * channels, lanes, whole),
            k8 = Load<TSimd, TVector>(filter + 8 * channels, lanes, whole);
        for (int u = 0; u < s.Height; u++)
        {
            float* x = plane + u * width, y = x + width, z = y + width;
            for (int v = 0; v < s.Width; v++, x++, y++, z++, image += channels)
            {
                TVector sum = added ? Load<TSimd, TVector>(image, lanes, whole) : TSimd.Zero;
                sum = TSimd.MultiplyAdd(k0, TSimd.Create(z[2]), sum);
                sum = TSimd.MultiplyAdd(k1, TSimd.Create(z[1]), sum);
                sum = TSimd.MultiplyAdd(k2, TSimd.Create(z[0]), sum);
                sum = TSimd.MultiplyAdd(k3, TSimd.Create(y[2]), sum);
                sum = TSimd.MultiplyAdd(k4, TSimd.Create(y[1]), sum);
                sum = TSimd.MultiplyAdd(k5, TSimd.Create(y[0]), sum);
                sum = TSimd.MultiplyAdd(k6, TSimd.Create(x[2]), sum);
                sum = TSimd.MultiplyAdd(k7, TSimd.Create(x[1]), sum);
                sum = TSimd.MultiplyAdd(k8, TSimd.Create(x[0]), sum);
                Store<TSimd, TVector>(sum, image, lanes, whole);
            }
        }
    }

    // To one filter's sums of a register of channels, all pixels of an image.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTaps<TSimd, TVector>(float* image, float* plane, float* sums, in Conv2DSizes s, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        nint channels = s.Channels, width = s.Width + 2;
        TVector s0 = Load<TSimd, TVector>(sums, lanes, whole), s1 = Load<TSimd, TVector>(sums + channels, lanes, whole),
            s2 = Load<TSimd, TVector>(sums + 2 * channels, lanes, whole), s3 = Load<TSimd, TVector>(sums + 3 * channels, lanes, whole),
            s4 = Load<TSimd, TVector>(sums + 4 * channels, lanes, whole), s5 = Load<TSimd, TVector>(sums + 5 * channels, lanes, whole),
            s6 = Load<TSimd, TVector>(sums + 6 * channels, lanes, whole), s7 = Load<TSimd, TVector>(sums + 7 * channels, lanes, whole),
            s8 = Load<TSimd, TVector>(sums + 8 * channels, lanes, whole);
        for (int u = 0; u < s.Height; u++)
        {
            float* x = plane + u * width, y = x + width, z = y + width;
            for (int v = 0; v < s.Width; v++, x++, y++, z++, image += channels)
            {
                TVector pixel = Load<TSimd, TVector>(image, lanes, whole);
                s0 = TSimd.MultiplyAdd(pixel, TSimd.Create(z[2]), s0);
                s1 = TSimd.MultiplyAdd(pixel, TSimd.Create(z[1]), s1);
                s2 = TSimd.MultiplyAdd(pixel, TSimd.Create(z[0]), s2);
                s3 = TSimd.MultiplyAdd(pixel, TSimd.Create(y[2]), s3);
                s4 = TSimd.MultiplyAdd(pixel, TSimd.Create(y[1]), s4);
                s5 = TSimd.MultiplyAdd(pixel, TSimd.Create(y[0]), s5);
                s6 = TSimd.MultiplyAdd(pixel, TSimd.Create(x[2]), s6);
                s7 = TSimd.MultiplyAdd(pixel, TSimd.Create(x[1]), s7);
                s8 = TSimd.MultiplyAdd(pixel, TSimd.Create(x[0]), s8);
            }
        }
        Store<TSimd, TVector>(s0, sums, lanes, whole);
        Store<TSimd, TVector>(s1, sums + channels, lanes, whole);
        Store<TSimd, TVector>(s2, sums + 2 * channels, lanes, whole);
        Store<TSimd, TVector>(s3, sums + 3 * channels, lanes, whole);
        Store<TSimd, TVector>(s4, sums + 4 * channels, lanes, whole);
        Store<TSimd, TVector>(s5, sums + 5 * channels, lanes, whole);
        Store<TSimd, TVector>(s6, sums + 6 * channels, lanes, whole);
        Store<TSimd, TVector>(s7, sums + 7 * channels, lanes, whole);
        Store<TSimd, TVector>(s8, sums + 8 * channels, lanes, whole);
    }
}
