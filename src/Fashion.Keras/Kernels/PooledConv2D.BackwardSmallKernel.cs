using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Gradient of a small kernel (a first layer's: few taps) of a pooled convolution. Lists would cost more than they save: lanes
// are filters, the sums of all taps stay in registers, and for every place of a window the gradients of the filters whose
// maximum was there are multiplied with the pixels under the taps. Kernels with fewer taps repeat the last one and drop it.
internal static unsafe partial class PooledConv2D
{
    /// <summary>Taps (kernel rows times columns times channels) that <see cref="BackwardSmallKernel(float*, float*, int*, float*, in PooledConv2DSizes, int, int, float*)"/> takes at most.</summary>
    public const int FewTaps = 9;

    /// <summary>Floats of scratch for <see cref="BackwardSmallKernel(float*, float*, int*, float*, in PooledConv2DSizes, int, int, float*)"/>.</summary>
    public static int BackwardSmallKernelScratch(in PooledConv2DSizes s) => PaddedImage.ScratchFloats(s.Conv);

    /// <summary>The gradient (taps, filters) that images <paramref name="first"/> to <paramref name="end"/> give.</summary>
    public static void BackwardSmallKernel(float* images, float* gradients, int* places, float* kernel, in PooledConv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardSmallKernel<Simd512, Vector512<float>>(images, gradients, places, kernel, s, first, end, scratch);
        else if (Simd.Has256) BackwardSmallKernel<Simd256, Vector256<float>>(images, gradients, places, kernel, s, first, end, scratch);
        else BackwardSmallKernel<Simd128, Vector128<float>>(images, gradients, places, kernel, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardSmallKernel<TSimd, TVector>(float* images, float* gradients, int* places, float* kernel, in PooledConv2DSizes s, int first, int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Conv.Filters;
        new Span<float>(kernel, s.Conv.KernelCount).Clear();
        int* shifts = stackalloc int[PooledConv2DSizes.MaxArea], taps = stackalloc int[FewTaps];
        for (int place = 0; place < s.Area; place++) shifts[place] = s.PatchOffset(0, place);
        TapOffsets(s.Conv, taps, FewTaps);
        for (int n = first; n < end; n++)
        {
            float* image = PaddedImage.Of(images, n, s.Conv, scratch);
            for (int f = 0; f < filters; f += TSimd.Count)
            {
                nint at = (nint)n * s.Windows * filters + f;
                AddImage<TSimd, TVector>(image, gradients + at, places + at, kernel + f, s, shifts, taps, TSimd.FirstLanes(filters - f));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddImage<TSimd, TVector>(float* image, float* gradients, int* places, float* kernel, in PooledConv2DSizes s, int* shifts, int* taps, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int filters = s.Conv.Filters, area = s.Area, patch = s.Patch;
        TVector c0 = TSimd.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0, c8 = c0;
        nint t0 = taps[0], t1 = taps[1], t2 = taps[2], t3 = taps[3], t4 = taps[4], t5 = taps[5], t6 = taps[6], t7 = taps[7], t8 = taps[8];
        for (int u = 0; u < s.PooledHeight; u++)
            for (int v = 0; v < s.PooledWidth; v++)
            {
                float* window = image + s.PatchOffset(u * s.PooledWidth + v, 0);
                TVector gradient = TSimd.Load(gradients, lanes), place = TSimd.Load((float*)places, lanes);
                for (int q = 0; q < area; q++)
                {
                    float* pixel = window + shifts[q];
                    TVector g = TSimd.Select(TSimd.HasBits(place, q), gradient, TSimd.Zero);
                    c0 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t0]), c0);
                    c1 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t1]), c1);
                    c2 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t2]), c2);
                    c3 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t3]), c3);
                    c4 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t4]), c4);
                    c5 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t5]), c5);
                    c6 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t6]), c6);
                    c7 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t7]), c7);
                    c8 = TSimd.MultiplyAdd(g, TSimd.Create(pixel[t8]), c8);
                }
                gradients += filters;
                places += filters;
            }
        Add<TSimd, TVector>(c0, kernel, 0, patch, filters, lanes);
        Add<TSimd, TVector>(c1, kernel, 1, patch, filters, lanes);
        Add<TSimd, TVector>(c2, kernel, 2, patch, filters, lanes);
        Add<TSimd, TVector>(c3, kernel, 3, patch, filters, lanes);
        Add<TSimd, TVector>(c4, kernel, 4, patch, filters, lanes);
        Add<TSimd, TVector>(c5, kernel, 5, patch, filters, lanes);
        Add<TSimd, TVector>(c6, kernel, 6, patch, filters, lanes);
        Add<TSimd, TVector>(c7, kernel, 7, patch, filters, lanes);
        Add<TSimd, TVector>(c8, kernel, 8, patch, filters, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TSimd, TVector>(TVector sum, float* kernel, int tap, int patch, int filters, TVector lanes)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        if (tap >= patch) return;
        kernel += (nint)tap * filters;
        TSimd.Store(TSimd.Add(TSimd.Load(kernel, lanes), sum), kernel, lanes);
    }

    // Where the taps of a patch lie in the (padded) image, in the order of the kernel's rows; the last one repeated.
    private static void TapOffsets(in Conv2DSizes s, int* offsets, int count)
    {
        int row = (int)PaddedImage.Row(s), taps = s.KernelHeight * s.KernelWidth * s.Channels;
        for (int t = 0; t < count; t++)
        {
            (int tap, int channel) = Math.DivRem(Math.Min(t, taps - 1), s.Channels);
            (int i, int j) = Math.DivRem(tap, s.KernelWidth);
            offsets[t] = i * s.DilationHeight * row + j * s.DilationWidth * s.Channels + channel;
        }
    }
}
