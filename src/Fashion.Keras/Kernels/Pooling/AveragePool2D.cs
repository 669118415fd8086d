using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Kernels;

/// <summary>
/// Mean over the cells of every window that lie inside the image. Layout NHWC; channels are the vector lanes, the last few
/// are done one by one. Everything runs over images [first, end).
/// </summary>
internal static unsafe class AveragePool2D
{
    /// <summary>The code of <c>Forward</c>.</summary>
    public static readonly KernelCode ForwardCode = KernelCode.Of(typeof(AveragePool2D), nameof(Forward));

    /// <summary>The code of <c>Backward</c>.</summary>
    public static readonly KernelCode BackwardCode = KernelCode.Of(typeof(AveragePool2D), nameof(Backward), nameof(AddScaled));

    /// <summary>y from x; cells are added row by row, then divided by their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* x, float* y, in Pool2DWindow w, int first, int end)
    {
        KernelGuard.Sizes(w);
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(x, (long)end * w.ImageLength);
        KernelGuard.Memory(y, (long)end * w.ResultLength);
        KernelGuard.Apart(y, (long)end * w.ResultLength, x, (long)end * w.ImageLength);
        for (int n = first; n < end; n++)
            for (int i = 0; i < w.OutHeight; i++)
                for (int j = 0; j < w.OutWidth; j++)
                {
                    var (firstRow, endRow) = w.Rows(i);
                    var (firstColumn, endColumn) = w.Columns(j);
                    float* corner = x + (nint)n * w.ImageLength
                        + ((nint)(i * w.StrideHeight - w.PadTop) * w.Width + (j * w.StrideWidth - w.PadLeft)) * w.Channels;
                    float* result = y + ((nint)(n * w.OutHeight + i) * w.OutWidth + j) * w.Channels;
                    float share = 1f / ((endRow - firstRow) * (endColumn - firstColumn));
                    int c = 0;
                    for (; c <= w.Channels - Vector<float>.Count; c += Vector<float>.Count)
                    {
                        Vector<float> sum = Vector<float>.Zero;
                        for (int p = firstRow; p < endRow; p++)
                            for (int q = firstColumn; q < endColumn; q++)
                                sum += Vector.Load(corner + ((nint)p * w.Width + q) * w.Channels + c);
                        (sum * share).Store(result + c);
                    }
                    for (; c < w.Channels; c++)
                    {
                        float sum = 0;
                        for (int p = firstRow; p < endRow; p++)
                            for (int q = firstColumn; q < endColumn; q++) sum += corner[((nint)p * w.Width + q) * w.Channels + c];
                        result[c] = sum * share;
                    }
                }
    }

    /// <summary>dx from dy: every gradient is spread evenly over the cells of its window; overlapping windows add up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(float* dy, float* dx, in Pool2DWindow w, int first, int end)
    {
        KernelGuard.Sizes(w);
        KernelGuard.Range(first, end, int.MaxValue);
        KernelGuard.Memory(dy, (long)end * w.ResultLength);
        KernelGuard.Memory(dx, (long)end * w.ImageLength);
        KernelGuard.Apart(dx, (long)end * w.ImageLength, dy, (long)end * w.ResultLength);
        new Span<float>(dx + (nint)first * w.ImageLength, (end - first) * w.ImageLength).Clear();
        for (int n = first; n < end; n++)
            for (int i = 0; i < w.OutHeight; i++)
                for (int j = 0; j < w.OutWidth; j++)
                {
                    var (firstRow, endRow) = w.Rows(i);
                    var (firstColumn, endColumn) = w.Columns(j);
                    float* corner = dx + (nint)n * w.ImageLength
                        + ((nint)(i * w.StrideHeight - w.PadTop) * w.Width + (j * w.StrideWidth - w.PadLeft)) * w.Channels;
                    float* gradient = dy + ((nint)(n * w.OutHeight + i) * w.OutWidth + j) * w.Channels;
                    float share = 1f / ((endRow - firstRow) * (endColumn - firstColumn));
                    for (int p = firstRow; p < endRow; p++)
                        for (int q = firstColumn; q < endColumn; q++)
                            AddScaled(gradient, share, corner + ((nint)p * w.Width + q) * w.Channels, w.Channels);
                }
    }

    private static void AddScaled(float* source, float scale, float* sum, int count)
    {
        int c = 0;
        for (; c <= count - Vector<float>.Count; c += Vector<float>.Count)
            (Vector.Load(sum + c) + Vector.Load(source + c) * scale).Store(sum + c);
        for (; c < count; c++) sum[c] += source[c] * scale;
    }
}
