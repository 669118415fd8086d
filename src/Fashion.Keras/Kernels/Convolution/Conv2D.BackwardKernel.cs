using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Gradient of the kernel: dk[(p, q, c), f] = sum over n, i, j of x[n, i*s + p*d - pad, j*s + q*d - pad, c] * dy[n, i, j, f].
// A row (p, q, c) of the left side walks over the image in strides; the rows of the result's images are the segments. Work is
// shared out by rows of dk, each of which one worker adds up alone in the order of the images: the sums do not depend on the
// number of threads, and no gradient is kept twice. Sums rest in dk between two images.
internal static unsafe partial class Conv2D
{
    private static readonly KernelCode KernelEntry = KernelCode.Of(typeof(Conv2D), nameof(BackwardKernel));
    private static readonly KernelCode KernelFew = KernelCode.Of(typeof(Conv2D), nameof(BackwardKernel), nameof(BackwardFewFilters));
    private static readonly KernelCode Scan = KernelCode.Of(typeof(Conv2D), nameof(NextGradient), nameof(AddProduct));

    /// <summary>Floats of scratch for <see cref="BackwardKernel(float*, float*, float*, in Conv2DSizes, int, int, float*)"/>.</summary>
    public static long BackwardKernelScratch(in Conv2DSizes s) => PaddedImage.ScratchFloats(s)
        + (s.Filters <= FewFilters || SumsTransposed(s) ? s.KernelCount : 0);

    /// <summary>The code of <c>BackwardKernel</c>.</summary>
    public static KernelCode BackwardKernelCode(in Conv2DSizes s) => KernelCode.All(SumsTransposed(s) ? Scan : null,
        HasFewFilters(s, Simd.Count) ? KernelCode.All(KernelFew, Tile.MultiplyCode(s.Filters, s.KernelWidth * s.Channels))
        : KernelCode.All(KernelEntry, Tile.MultiplyCode(s.KernelCount / s.Filters, s.Filters / s.Groups)));

    /// <summary>
    /// Rows <paramref name="first"/> to <paramref name="end"/> of the kernel's gradient, counted over (kernel row, kernel
    /// column, channel); <paramref name="rows"/> points to the first of them.
    /// </summary>
    public static void BackwardKernel(float* images, float* gradients, float* rows, in Conv2DSizes s, int first, int end, float* scratch)
    {
        if (Simd.Has512) BackwardKernel<Simd512, Vector512<float>>(images, gradients, rows, s, first, end, scratch);
        else if (Simd.Has256) BackwardKernel<Simd256, Vector256<float>>(images, gradients, rows, s, first, end, scratch);
        else BackwardKernel<Simd128, Vector128<float>>(images, gradients, rows, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardKernel<TSimd, TVector>(float* images, float* gradients, float* rows, in Conv2DSizes s, int first, int end,
        float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.KernelCount / s.Filters);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(rows, ((long)end - first) * s.Filters);
        KernelGuard.Memory(scratch, BackwardKernelScratch(s));
        KernelGuard.Apart(rows, ((long)end - first) * s.Filters, images, s.ImageCount);
        KernelGuard.Apart(rows, ((long)end - first) * s.Filters, gradients, s.ResultCount);
        if (first >= end) return;
        int channels = s.Channels / s.Groups, filters = s.Filters / s.Groups;
        bool few = HasFewFilters(s, TSimd.Count), fewGradients = SumsTransposed(s) && s.Batch > 0;
        int size = s.OutHeight * s.OutWidth * s.Filters;
        for (int n = 0; n < s.Batch && fewGradients; n++) fewGradients = HasFewGradients<TSimd, TVector>(gradients + (nint)n * size, size);
        float* transposed = scratch + PaddedImage.ScratchFloats(s);
        if (fewGradients) new Span<float>(transposed, (end - first) * s.Filters).Clear();
        nint row = PaddedImage.Row(s);
        TileProduct p = default;
        p.Step = (nint)s.StrideWidth * s.Channels;
        p.Length = s.OutWidth;
        p.Segments = s.OutHeight;
        p.AShift = s.StrideHeight * row;
        p.BRow = s.Filters;
        for (int n = 0; n < s.Batch; n++)
        {
            float* image = PaddedImage.Of(images, n, s, scratch), gradient = gradients + (nint)n * size;
            p.Start = n == 0 ? TileStart.Zero : TileStart.Result;
            if (fewGradients)
            {
                AddFewGradients<TSimd, TVector>(image, gradient, transposed, s, first, end);
                continue;
            }
            if (few)
            {
                BackwardFewFilters<TSimd, TVector>(image, gradient, transposed, s, first, end, p.Start);
                continue;
            }
            for (int k = first; k < end; k += TSimd.TileRows)
            {
                int height = Math.Min(TSimd.TileRows, end - k);
                for (int group = 0; group < s.Groups; group++)
                {
                    for (int r = 0; r < height; r++)
                    {
                        (int tap, int channel) = Math.DivRem(k + r, channels);
                        (int i, int j) = Math.DivRem(tap, s.KernelWidth);
                        p.A[r] = image + i * s.DilationHeight * row + (nint)j * s.DilationWidth * s.Channels + group * channels + channel;
                        p.C[r] = rows + (nint)(k + r - first) * s.Filters + group * filters;
                    }
                    p.B = gradient + group * filters;
                    Tile.Multiply<TSimd, TVector>(ref p, height, filters);
                }
            }
        }
        if ((few || fewGradients) && s.Batch > 0) Transposition.Copy(transposed, end - first, rows, s.Filters, s.Filters, end - first);
    }
}
