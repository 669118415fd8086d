using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Convolution (cross-correlation) of NHWC images: y[n, i, j, f] = b[f] + sum over p, q, c of
/// x[n, i*s + p*d - pad, j*s + q*d - pad, c] * k[p, q, c, f].
/// <para>
/// Layout: nothing is rearranged. The kernel is, as it stands, the right side of a matrix product: rows (p, q, c), columns f.
/// A row of the left side is the patch under the kernel, whose parts lie in the image's rows: the segments of <see cref="Tile"/>.
/// </para>
/// <para>
/// What is accumulated where: a tile of positions and filters stays in registers over the whole patch. A kernel with dilated
/// columns or groups has its patch in single pixels; then a row of the kernel is added at a time, and sums rest in the result.
/// </para>
/// </summary>
internal static unsafe partial class Conv2D
{
    private static readonly KernelCode Blocks = KernelCode.Of(typeof(Conv2D), nameof(Forward), nameof(ForwardBlock));
    private static readonly KernelCode Planes = KernelCode.Of(typeof(Conv2D), nameof(Forward), nameof(ForwardPlanes));
    private static readonly KernelCode Few = KernelCode.Of(typeof(Conv2D), nameof(Forward), nameof(ForwardFewFilters));

    // Positions that share one visit of a panel of the kernel.
    private const int PositionBlock = 64;

    /// <summary>Floats of scratch for <see cref="Forward(float*, float*, float*, float*, in Conv2DSizes, int, int, float*)"/>.</summary>
    public static long ForwardScratch(in Conv2DSizes s) => PaddedImage.ScratchFloats(s) + PlanesScratch(s) + FewFiltersScratch(s);

    /// <summary>The code of <c>Forward</c>.</summary>
    public static KernelCode ForwardCode(in Conv2DSizes s) => FitsPlanes(s, Simd.Count)
        ? KernelCode.All(Planes, ElementwiseLoops.FillCode, Tile.MultiplyCode(s.Filters, s.OutWidth))
        : HasFewFilters(s, Simd.Count) ? Few
        : KernelCode.All(Blocks, Tile.MultiplyCode(s.OutHeight * s.OutWidth, s.Filters / s.Groups));

    /// <summary>
    /// Rows <paramref name="first"/> to <paramref name="end"/> of the results, counted over all images; without a bias it is null.
    /// </summary>
    public static void Forward(float* images, float* kernel, float* bias, float* results, in Conv2DSizes s, int first, int end,
        float* scratch)
    {
        if (Simd.Has512) Forward<Simd512, Vector512<float>>(images, kernel, bias, results, s, first, end, scratch);
        else if (Simd.Has256) Forward<Simd256, Vector256<float>>(images, kernel, bias, results, s, first, end, scratch);
        else Forward<Simd128, Vector128<float>>(images, kernel, bias, results, s, first, end, scratch);
    }

    /// <summary>The same, for one register width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TSimd, TVector>(float* images, float* kernel, float* bias, float* results, in Conv2DSizes s, int first,
        int end, float* scratch)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        KernelGuard.Sizes(s);
        KernelGuard.Range(first, end, (long)s.Batch * s.OutHeight);
        KernelGuard.Memory(images, s.ImageCount);
        KernelGuard.Memory(kernel, s.KernelCount);
        KernelGuard.MemoryOrNull(bias, s.Filters);
        KernelGuard.Memory(results, s.ResultCount);
        KernelGuard.Memory(scratch, ForwardScratch(s));
        KernelGuard.Apart(results, s.ResultCount, images, s.ImageCount);
        KernelGuard.Apart(results, s.ResultCount, kernel, s.KernelCount);
        bool planes = FitsPlanes(s, TSimd.Count);
        float* transposed = scratch + PaddedImage.ScratchFloats(s);
        bool few = !planes && HasFewFilters(s, TSimd.Count);
        if (few) Transposition.Copy(kernel, s.Filters, transposed, s.KernelCount / s.Filters, s.KernelCount / s.Filters, s.Filters);
        if (planes)
            Transposition.Copy(kernel, s.Filters, transposed, s.KernelHeight * s.KernelWidth, s.KernelHeight * s.KernelWidth, s.Filters);
        while (first < end)
        {
            int n = first / s.OutHeight, last = Math.Min(end, (n + 1) * s.OutHeight);
            float* image = PaddedImage.Of(images, n, s, scratch);
            int firstPosition = (first - n * s.OutHeight) * s.OutWidth, endPosition = (last - n * s.OutHeight) * s.OutWidth;
            float* result = results + (nint)n * s.OutHeight * s.OutWidth * s.Filters;
            if (planes)
                ForwardPlanes<TSimd, TVector>(image, transposed, result, s, firstPosition / s.OutWidth, endPosition / s.OutWidth, bias,
                    transposed + s.KernelCount);
            if (few)
                ForwardFewFilters<TSimd, TVector>(image, transposed, result, s, firstPosition / s.OutWidth, endPosition / s.OutWidth, bias);
            for (int at = planes || few ? endPosition : firstPosition; at < endPosition; at += PositionBlock)
                ForwardBlock<TSimd, TVector>(image, kernel, result, s, at, Math.Min(PositionBlock, endPosition - at), bias);
            first = last;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ForwardBlock<TSimd, TVector>(float* image, float* kernel, float* result, in Conv2DSizes s, int first, int count,
        float* bias)
        where TSimd : ISimd<TVector>
        where TVector : unmanaged
    {
        float** patches = stackalloc float*[PositionBlock];
        nint row = PaddedImage.Row(s), pixel = s.Channels;
        for (int t = 0; t < count; t++)
        {
            (int i, int j) = Math.DivRem(first + t, s.OutWidth);
            patches[t] = image + i * s.StrideHeight * row + j * s.StrideWidth * pixel;
        }
        int channels = s.Channels / s.Groups, filters = s.Filters / s.Groups, panel = 2 * TSimd.Count;
        bool whole = s.DilationWidth == 1 && s.Groups == 1;
        TileProduct p = default;
        p.Step = 1;
        p.BRow = s.Filters;
        p.Length = whole ? s.KernelWidth * channels : channels;
        p.Segments = whole ? s.KernelHeight : s.KernelWidth;
        p.AShift = whole ? s.DilationHeight * row : s.DilationWidth * pixel;
        int parts = whole ? 1 : s.KernelHeight;
        for (int group = 0; group < s.Groups; group++)
            for (int f = 0; f < filters; f += panel)
            {
                nint column = group * filters + f;
                for (int part = 0; part < parts; part++)
                {
                    p.Start = part > 0 ? TileStart.Result : bias == null ? TileStart.Zero : TileStart.Row;
                    nint shift = part * s.DilationHeight * row + group * channels;
                    for (int t = 0; t < count; t += TSimd.TileRows)
                    {
                        int height = Math.Min(TSimd.TileRows, count - t);
                        for (int r = 0; r < height; r++)
                        {
                            p.A[r] = patches[t + r] + shift;
                            p.C[r] = result + (nint)(first + t + r) * s.Filters + column;
                        }
                        p.B = kernel + (nint)part * s.KernelWidth * channels * s.Filters + column;
                        p.Row = bias + column;
                        Tile.Multiply<TSimd, TVector>(ref p, height, Math.Min(panel, filters - f));
                    }
                }
            }
    }
}
