namespace Fashion.Keras.Reference;

/// <summary>
/// Cross-correlation of NHWC images: y[n, i, j, f] = sum over p, q, c of x[n, i*s + p*d - pad, j*s + q*d - pad, c] * k[p, q, c, f],
/// zeros outside. All three directions visit the same (image, kernel, result) triples and differ in which of them they add to.
/// </summary>
internal static class Conv2D
{
    public static double[] Forward(double[] images, double[] kernel, Conv2DSizes sizes)
    {
        var results = new double[sizes.ResultCount];
        Visit(sizes, (image, weight, result) => results[result] += images[image] * kernel[weight]);
        return results;
    }

    public static double[] BackwardInput(double[] kernel, double[] gradients, Conv2DSizes sizes)
    {
        var images = new double[sizes.ImageCount];
        Visit(sizes, (image, weight, result) => images[image] += gradients[result] * kernel[weight]);
        return images;
    }

    public static double[] BackwardKernel(double[] images, double[] gradients, Conv2DSizes sizes)
    {
        var kernel = new double[sizes.KernelCount];
        Visit(sizes, (image, weight, result) => kernel[weight] += gradients[result] * images[image]);
        return kernel;
    }

    private static void Visit(Conv2DSizes s, Action<int, int, int> visit)
    {
        int channels = s.Channels / s.Groups, filters = s.Filters / s.Groups;
        for (int n = 0; n < s.Batch; n++)
            for (int i = 0; i < s.OutHeight; i++)
                for (int j = 0; j < s.OutWidth; j++)
                    for (int p = 0; p < s.KernelHeight; p++)
                        for (int q = 0; q < s.KernelWidth; q++)
                        {
                            int row = i * s.StrideHeight + p * s.DilationHeight - s.PadTop,
                                column = j * s.StrideWidth + q * s.DilationWidth - s.PadLeft;
                            if (row < 0 || row >= s.Height || column < 0 || column >= s.Width) continue;
                            for (int f = 0; f < s.Filters; f++)
                                for (int c = 0; c < channels; c++)
                                    visit(
                                        ((n * s.Height + row) * s.Width + column) * s.Channels + f / filters * channels + c,
                                        ((p * s.KernelWidth + q) * channels + c) * s.Filters + f,
                                        ((n * s.OutHeight + i) * s.OutWidth + j) * s.Filters + f);
                        }
    }
}
