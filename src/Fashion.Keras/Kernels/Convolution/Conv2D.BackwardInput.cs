using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

// Gradient of the images: dx[n, i*s + p*d - pad, j*s + q*d - pad, c] += sum over f of dy[n, i, j, f] * k[p, q, c, f].
// For every place (p, q) of the kernel this is a matrix product of all positions with the transposed slice k[p, q], added to
// the pixels that the positions reach: different ones, so a tile's rows never meet. Any stride, dilation and padding falls out,
// and nothing is multiplied with zeros. The kernel's slices are transposed once per call; sums rest in the (padded) image.
// Channels that do not fill registers are taken for a whole row of the kernel, q and c together, which lie side by side in the
// image; then the rows of a tile are positions below each other, since neighbours would meet.
internal static unsafe partial class Conv2D
{
    private static readonly KernelCode Taps = KernelCode.Of(typeof(Conv2D), nameof(BackwardInput), nameof(AddTap));
    private static readonly KernelCode KernelRows = KernelCode.Of(typeof(Conv2D), nameof(BackwardInput), nameof(AddKernelRow));

    /// <summary>Floats of scratch for <see cref="BackwardInput(float*, float*, float*, in Conv2DSizes, int, int, float*)"/>.</summary>
    public static long BackwardInputScratch(in Conv2DSizes s) => s.KernelCount + 16L + PaddedImage.ScratchFloats(s);

    /// <summary>The code of <c>BackwardInput</c>.</summary>
    public static KernelCode BackwardInputCode(in Conv2DSizes s) => ByRows(s, Simd.Count, Simd.TileRows)
        ? KernelCode.All(Scan, KernelRows, Tile.MultiplyCode(s.OutHeight, s.KernelWidth * s.Channels))
        : KernelCode.All(s.Groups == 1 ? Scan : null, Taps, Tile.MultiplyCode(s.OutHeight * s.OutWidth, s.Channels / s.Groups));

    // What is done at once: a tap, or a row of taps.
    private static bool ByRows(in Conv2DSizes s, int lanes, int tileRows) =>
        s.Groups == 1 && s.DilationWidth == 1 && s.Channels % (2 * lanes) != 0 && s.OutHeight >= tileRows / 2;

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
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, s.Batch);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.Memory(gradients, s.ResultCount);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(scratch, BackwardInputScratch(s));
        KernelGuard.Apart(images, s.ImageCount, gradients, s.ResultCount);
        KernelGuard.Apart(images, s.ImageCount, kernel, s.KernelCount);
        if (first >= end) return;
        bool byRows = ByRows(s, TSimd.Count, TSimd.TileRows);
        int width = byRows ? s.KernelWidth * s.Channels : s.Channels / s.Groups,
            parts = byRows ? s.KernelHeight : s.KernelHeight * s.KernelWidth;
        for (int part = 0; part < parts; part++)
            Transposition.Copy(kernel + (nint)part * width * s.Filters, s.Filters, scratch + (nint)part * width * s.Filters, width, width,
                s.Filters);
        float* border = scratch + (s.KernelCount + 15) / 16 * 16;
        for (int n = first; n < end; n++)
        {
            float* image = images + (nint)n * s.Height * s.Width * s.Channels, target = s.IsInside ? image : border;
            new Span<float>(target, s.IsInside ? s.Height * s.Width * s.Channels : PaddedImage.ScratchFloats(s)).Clear();
            float* gradient = gradients + (nint)n * s.OutHeight * s.OutWidth * s.Filters;
            if (s.Groups == 1 && HasFewGradients<TSimd, TVector>(gradient, s.OutHeight * s.OutWidth * s.Filters))
                AddFewGradients<TSimd, TVector>(scratch, gradient, target, s, width);
            else
                for (int part = 0; part < parts; part++)
                    if (byRows) AddKernelRow<TSimd, TVector>(scratch, gradient, target, s, part);
                    else AddTap<TSimd, TVector>(scratch, gradient, target, s, part);
            if (!s.IsInside) PaddedImage.Crop(border, image, s);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddKernelRow<TSimd, TVector>(float* transposed, float* gradient, float* image, in Conv2DSizes s, int kernelRow)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int width = s.KernelWidth * s.Channels;
        nint row = PaddedImage.Row(s), down = s.StrideHeight * row, gradientRow = (nint)s.OutWidth * s.Filters;
        TileProduct p = default;
        p.Step = 1;
        p.Length = s.Filters;
        p.Segments = 1;
        p.BRow = width;
        p.Start = TileStart.Result;
        for (int i = 0; i < s.OutHeight; i += TSimd.TileRows)
        {
            int height = Math.Min(TSimd.TileRows, s.OutHeight - i);
            for (int j = 0; j < s.OutWidth; j++)
            {
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = gradient + (i + r) * gradientRow + (nint)j * s.Filters;
                    p.C[r] = image + kernelRow * s.DilationHeight * row + (i + r) * down + (nint)j * s.StrideWidth * s.Channels;
                }
                p.B = transposed + (nint)kernelRow * s.Filters * width;
                Tile.Multiply<TSimd, TVector>(ref p, height, width);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTap<TSimd, TVector>(float* transposed, float* gradient, float* image, in Conv2DSizes s, int tap)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        int channels = s.Channels / s.Groups, filters = s.Filters / s.Groups, positions = s.OutHeight * s.OutWidth;
        nint row = PaddedImage.Row(s);
        float* shifted = image + tap / s.KernelWidth * s.DilationHeight * row + (nint)(tap % s.KernelWidth) * s.DilationWidth * s.Channels;
        TileProduct p = default;
        p.Step = 1;
        p.Length = filters;
        p.Segments = 1;
        p.BRow = channels;
        p.Start = TileStart.Result;
        int i = 0, j = 0;
        for (int t = 0; t < positions; t += TSimd.TileRows)
        {
            int height = Math.Min(TSimd.TileRows, positions - t);
            TileProduct.Pointers pixels = default;
            for (int r = 0; r < height; r++)
            {
                pixels[r] = shifted + i * s.StrideHeight * row + (nint)j * s.StrideWidth * s.Channels;
                if (++j < s.OutWidth) continue;
                j = 0;
                i++;
            }
            for (int group = 0; group < s.Groups; group++)
            {
                for (int r = 0; r < height; r++)
                {
                    p.A[r] = gradient + (nint)(t + r) * s.Filters + group * filters;
                    p.C[r] = pixels[r] + group * channels;
                }
                p.B = transposed + ((nint)tap * s.Filters + group * filters) * channels;
                Tile.Multiply<TSimd, TVector>(ref p, height, channels);
            }
        }
    }
}
