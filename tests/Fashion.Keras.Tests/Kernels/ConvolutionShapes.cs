using Fashion.Keras.Kernels;

namespace Fashion.Keras.Tests.Kernels;

/// <summary>
/// Convolutions of odd shapes: kernels of 1, 2, 3 and 5, strides, dilation, borders (uneven ones too), few and many channels and filters,
/// groups.
/// </summary>
internal static class ConvolutionShapes
{
    private static readonly (int Channels, int Filters, int Groups)[] Widths =
        [(1, 10, 1), (1, 3, 1), (1, 6, 1), (3, 33, 1), (17, 5, 1), (16, 1, 1), (7, 3, 1), (8, 32, 1), (6, 4, 2), (5, 5, 5)];

    public static IEnumerable<Conv2DSizes> All() => Of(Widths);

    /// <summary>With as many channels as filters and groups.</summary>
    public static IEnumerable<Conv2DSizes> Depthwise() =>
        Of([.. new[] { 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 70 }.Select(c => (c, c, c))]).Concat(
            // Images of one column and of two, with and without a column outside on either side.
            from channels in new[] { 3, 17, 33 }
            from width in new[] { 1, 2 }
            select Sizes(2, 5, width, channels, 3, 3, channels, 1, 1, 2, channels) with { OutWidth = width });

    /// <summary>Of 1 x 1, on images of more and of less pixels than a tile and a block have.</summary>
    public static IEnumerable<Conv2DSizes> Pointwise() =>
        from size in new[] { (1, 1), (3, 3), (7, 9) }
        from channels in new[] { 8, 9, 16, 33 }
        from filters in new[] { 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 63, 70 }
        select Sizes(3, size.Item1, size.Item2, channels, 1, 1, filters, 1, 1, 0, 1);

    private static IEnumerable<Conv2DSizes> Of((int Channels, int Filters, int Groups)[] widths)
    {
        foreach (int kernel in new[] { 1, 2, 3, 5 })
            foreach (int stride in new[] { 1, 2, 3 })
                foreach (int pad in new[] { 0, 1, 2 })
                    foreach ((int channels, int filters, int groups) in widths)
                    {
                        yield return Sizes(3, 7, 9, channels, kernel, kernel, filters, stride, 1, pad, groups);
                        if (kernel == 2)
                            yield return Sizes(2, 9, 8, channels, kernel, kernel, filters, stride, 1, pad,
                                groups) with
                            { DilationHeight = 2, OutHeight = (9 + pad + pad / 2 - 3) / stride + 1 };
                        if (kernel == 3 && stride < 3) yield return Sizes(2, 9, 8, channels, kernel, 2, filters, stride, 2, pad, groups);
                    }
    }

    private static Conv2DSizes Sizes(int batch, int height, int width, int channels, int kernelHeight, int kernelWidth, int filters,
        int stride, int dilation, int pad, int groups)
    {
        int Out(int size, int kernel) => (size + pad + pad / 2 - dilation * (kernel - 1) - 1) / stride + 1;
        return new(batch, height, width, channels, kernelHeight, kernelWidth, filters, Out(height, kernelHeight), Out(width, kernelWidth),
            stride, stride, dilation, dilation, pad, pad / 2, groups);
    }
}
