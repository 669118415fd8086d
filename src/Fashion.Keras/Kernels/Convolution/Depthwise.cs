using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static Fashion.Keras.Kernels.LaneAccess;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolutions in which every channel has one kernel of its own (as many groups as channels and filters):
/// y[n, i, j, c] = sum over p, q of x[n, i*s + p*d - pad, j*s + q*d - pad, c] * k[p, q, c]. Lanes are channels; sums run over
/// the taps in their order. Tail: the last channels are read and written with a mask. Kernels of 3 x 3 have a file of their own.
/// </summary>
internal static unsafe partial class Depthwise
{
    /// <summary>The code of <c>BackwardInput</c>.</summary>
    public static readonly KernelCode BackwardInputCode = KernelCode.Of(typeof(Depthwise), nameof(BackwardInput), nameof(AddPatch));

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static readonly KernelCode BackwardKernelCode = KernelCode.Of(typeof(Depthwise), nameof(BackwardKernel), nameof(AddTap));

    private static readonly KernelCode Entry = KernelCode.Of(typeof(Depthwise), nameof(Forward));
    private static readonly KernelCode Four = KernelCode.Of(typeof(Depthwise), nameof(Results4));
    private static readonly KernelCode Single = KernelCode.Of(typeof(Depthwise), nameof(Result));

    // Neighbouring results that share the loads of the kernel, and independent sums of the kernel's gradient.
    private const int Neighbours = 4;

    /// <summary>Whether a convolution is of this kind.</summary>
    public static bool Fits(in Conv2DSizes s) => s.Groups > 1 && s.Groups == s.Channels && s.Filters == s.Channels;

    /// <summary>Floats of scratch for all directions.</summary>
    public static long Scratch(in Conv2DSizes s) => PaddedImage.ScratchFloats(s);

    /// <summary>The code of <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in Conv2DSizes s) => FitsNine(s, Simd.Count) ? KernelCode.All(Entry, Nine) : KernelCode.All(Entry,
        s.OutWidth >= Neighbours ? Four : null, s.OutWidth % Neighbours > 0 ? Single : null);

    /// <summary>
    /// Results of images <paramref name="first"/> to <paramref name="end"/>: the convolution, a bias (null for none), relu on request.
    /// </summary>
    public static void Forward(float* images, float* kernel, float* bias, float* results, in Conv2DSizes s, int first, int end, bool relu,
        float* scratch)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(images, kernel, bias, results, s, first, end, relu, scratch);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(images, kernel, bias, results, s, first, end, relu, scratch);
        else Forward<Simd128, Vector128<float>>(images, kernel, bias, results, s, first, end, relu, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* images, float* kernel, float* bias, float* results, in Conv2DSizes s, int first,
        int end, bool relu, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.MemoryOrNull(bias, s.Channels);
        KernelGuard.Memory(results, s.ResultCount);
        KernelGuard.Memory(scratch, Scratch(s));
        KernelGuard.Apart(results, s.ResultCount, images, s.ImageCount);
        KernelGuard.Apart(results, s.ResultCount, kernel, s.KernelCount);
        var after = new ChannelEpilogue(bias, relu);
        int channels = s.Channels;
        nint row = PaddedImage.Row(s), step = (nint)s.StrideWidth * channels;
        bool nine = FitsNine(s, TSimd.Count);
        if (nine && !s.IsInside) new Span<float>(scratch, channels).Clear();
        for (int n = first; n < end; n++)
        {
            float* result = results + (nint)n * s.OutHeight * s.OutWidth * channels;
            if (nine)
            {
                Image9<TSimd, TVector>(images + (nint)n * s.Height * s.Width * channels, kernel, bias, result, s, relu, scratch);
                continue;
            }
            float* image = PaddedImage.Of(images, n, s, scratch);
            for (int i = 0; i < s.OutHeight; i++)
            {
                float* patch = image + i * s.StrideHeight * row;
                int j = 0;
                for (; j + Neighbours <= s.OutWidth; j += Neighbours, patch += Neighbours * step, result += Neighbours * channels)
                    Results4<TSimd, TVector>(patch, step, kernel, after, result, s, row);
                for (; j < s.OutWidth; j++, patch += step, result += channels)
                    Result<TSimd, TVector>(patch, kernel, after, result, s, row);
            }
        }
    }

    /// <summary>
    /// Gradients of images <paramref name="first"/> to <paramref name="end"/>: every result adds to the pixels that it saw, in order.
    /// </summary>
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
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(scratch, Scratch(s));
        KernelGuard.Apart(images, s.ImageCount, gradients, s.ResultCount);
        KernelGuard.Apart(images, s.ImageCount, kernel, s.KernelCount);
        int channels = s.Channels, length = s.Height * s.Width * channels;
        nint row = PaddedImage.Row(s);
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * length, target = s.IsInside ? image : scratch;
            new Span<float>(target, s.IsInside ? length : PaddedImage.ScratchFloats(s)).Clear();
            float* gradient = gradients + (nint)n * s.OutHeight * s.OutWidth * channels;
            for (int i = 0; i < s.OutHeight; i++)
                for (int j = 0; j < s.OutWidth; j++, gradient += channels)
                    AddPatch<TSimd, TVector>(gradient, kernel, target + i * s.StrideHeight * row + (nint)j * s.StrideWidth * channels, s,
                        row);
            if (!s.IsInside) PaddedImage.Crop(scratch, image, s);
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
        KernelGuard.Sizes(s);
        KernelGuard.Holds(Fits(s), s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(scratch, Scratch(s));
        KernelGuard.Apart(kernel, s.KernelCount, images, s.ImageCount);
        KernelGuard.Apart(kernel, s.KernelCount, gradients, s.ResultCount);
        int channels = s.Channels;
        nint row = PaddedImage.Row(s);
        new Span<float>(kernel, s.KernelCount).Clear();
        for (int n = first; n < end; n++)
        {
            float* image = PaddedImage.Of(images, n, s, scratch), gradient = gradients + (nint)n * s.OutHeight * s.OutWidth * channels,
                target = kernel;
            for (int p = 0; p < s.KernelHeight; p++)
                for (int q = 0; q < s.KernelWidth; q++, target += channels)
                    AddTap<TSimd, TVector>(image + p * s.DilationHeight * row + (nint)q * s.DilationWidth * channels, gradient, target, s,
                        row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Results4<TSimd, TVector>(float* patch, nint step, float* kernel, in ChannelEpilogue after, float* result,
        in Conv2DSizes s, nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Lanes4<TSimd, TVector>(patch, step, kernel, after, result, s, row, c, TSimd.Zero, whole: true);
        if (c < channels)
            Lanes4<TSimd, TVector>(patch, step, kernel, after, result, s, row, c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes4<TSimd, TVector>(float* patch, nint step, float* kernel, in ChannelEpilogue after, float* result,
        in Conv2DSizes s, nint row, int c, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0;
        float* k = kernel + c;
        for (int p = 0; p < s.KernelHeight; p++)
        {
            float* x = patch + c + p * s.DilationHeight * row;
            for (int q = 0; q < s.KernelWidth; q++, x += s.DilationWidth * channels, k += channels)
            {
                TVector factor = Load<TSimd, TVector>(k, lanes, whole);
                c0 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x, lanes, whole), factor, c0);
                c1 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + step, lanes, whole), factor, c1);
                c2 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + 2 * step, lanes, whole), factor, c2);
                c3 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + 3 * step, lanes, whole), factor, c3);
            }
        }
        after.Store<TSimd, TVector>(c0, c, result + c, lanes, whole);
        after.Store<TSimd, TVector>(c1, c, result + c + channels, lanes, whole);
        after.Store<TSimd, TVector>(c2, c, result + c + 2 * channels, lanes, whole);
        after.Store<TSimd, TVector>(c3, c, result + c + 3 * channels, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Result<TSimd, TVector>(float* patch, float* kernel, in ChannelEpilogue after, float* result, in Conv2DSizes s,
        nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            Lanes<TSimd, TVector>(patch, kernel, after, result, s, row, c, TSimd.Zero, whole: true);
        if (c < channels) Lanes<TSimd, TVector>(patch, kernel, after, result, s, row, c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lanes<TSimd, TVector>(float* patch, float* kernel, in ChannelEpilogue after, float* result, in Conv2DSizes s,
        nint row, int c, TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        TVector sum = TSimd.Zero;
        float* k = kernel + c;
        for (int p = 0; p < s.KernelHeight; p++)
        {
            float* x = patch + c + p * s.DilationHeight * row;
            for (int q = 0; q < s.KernelWidth; q++, x += s.DilationWidth * channels, k += channels)
                sum = TSimd.MultiplyAdd(Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(k, lanes, whole), sum);
        }
        after.Store<TSimd, TVector>(sum, c, result + c, lanes, whole);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPatch<TSimd, TVector>(float* gradient, float* kernel, float* patch, in Conv2DSizes s, nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            AddLanes<TSimd, TVector>(gradient, kernel, patch, s, row, c, TSimd.Zero, whole: true);
        if (c < channels) AddLanes<TSimd, TVector>(gradient, kernel, patch, s, row, c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddLanes<TSimd, TVector>(float* gradient, float* kernel, float* patch, in Conv2DSizes s, nint row, int c,
        TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        TVector g = Load<TSimd, TVector>(gradient + c, lanes, whole);
        float* k = kernel + c;
        for (int p = 0; p < s.KernelHeight; p++)
        {
            float* x = patch + c + p * s.DilationHeight * row;
            for (int q = 0; q < s.KernelWidth; q++, x += s.DilationWidth * channels, k += channels)
            {
                TVector sum = TSimd.MultiplyAdd(g, Load<TSimd, TVector>(k, lanes, whole), Load<TSimd, TVector>(x, lanes, whole));
                Store<TSimd, TVector>(sum, x, lanes, whole);
            }
        }
    }

    // One tap's sums over all results of an image, in four parts.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTap<TSimd, TVector>(float* image, float* gradient, float* target, in Conv2DSizes s, nint row)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        int c = 0;
        for (; c <= channels - TSimd.Count; c += TSimd.Count)
            AddTapLanes<TSimd, TVector>(image, gradient, target, s, row, c, TSimd.Zero, whole: true);
        if (c < channels) AddTapLanes<TSimd, TVector>(image, gradient, target, s, row, c, TSimd.FirstLanes(channels - c), whole: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTapLanes<TSimd, TVector>(float* image, float* gradient, float* target, in Conv2DSizes s, nint row, int c,
        TVector lanes, bool whole)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels;
        nint step = (nint)s.StrideWidth * channels;
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0;
        float* g = gradient + c;
        for (int i = 0; i < s.OutHeight; i++)
        {
            float* x = image + c + i * s.StrideHeight * row;
            int j = 0;
            for (; j + Neighbours <= s.OutWidth; j += Neighbours, x += Neighbours * step, g += Neighbours * channels)
            {
                c0 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(g, lanes, whole), c0);
                c1 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + step, lanes, whole),
                    Load<TSimd, TVector>(g + channels, lanes, whole), c1);
                c2 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + 2 * step, lanes, whole),
                    Load<TSimd, TVector>(g + 2 * channels, lanes, whole), c2);
                c3 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x + 3 * step, lanes, whole),
                    Load<TSimd, TVector>(g + 3 * channels, lanes, whole), c3);
            }
            for (; j < s.OutWidth; j++, x += step, g += channels)
                c0 = TSimd.MultiplyAdd(Load<TSimd, TVector>(x, lanes, whole), Load<TSimd, TVector>(g, lanes, whole), c0);
        }
        TVector sum = TSimd.Add(TSimd.Add(c0, c1), TSimd.Add(c2, c3));
        Store<TSimd, TVector>(TSimd.Add(Load<TSimd, TVector>(target + c, lanes, whole), sum), target + c, lanes, whole);
    }
}
