namespace Fashion.Keras.Graph;

/// <summary>Images (batch, height, width, channels) distorted smoothly. Source: Simard, Steinkraus and Platt, ICDAR 2003.</summary>
internal static class ElasticWarp
{
    private const double Smallest = 1e-6;

    /// <summary>Distorts images.</summary>
    /// <param name="images">Images.</param>
    /// <param name="across">Standard normal numbers, (batch, height, width, 1): shifts along rows before they are blurred.</param>
    /// <param name="down">Shifts along columns.</param>
    /// <param name="alpha">What blurred shifts are multiplied by, (1, 1).</param>
    /// <param name="sigma">Deviation of the shifts and of the bell curve that blurs them, (1, 1).</param>
    /// <param name="mostSigma">Largest value that the deviation can have.</param>
    /// <param name="interpolation">How colours between pixels are found.</param>
    /// <param name="fillMode">What lies outside an image.</param>
    /// <param name="fillValue">The value outside with <see cref="FillMode.Constant"/>.</param>
    public static SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor across, SymbolicTensor down, SymbolicTensor alpha,
        SymbolicTensor sigma, double mostSigma, Interpolation interpolation, FillMode fillMode, float fillValue)
    {
        Shape shape = images.Shape, each = [shape[0], ImageSampling.Pixels(shape)];
        // The window of the widest bell curve; of others what lies beyond theirs does not count.
        int size = (int)(6 * mostSigma) | 1;
        SymbolicTensor width = Ops.Maximum(sigma, Smallest), reach = Ops.Floor(3 * width);
        (SymbolicTensor rows, SymbolicTensor columns) = ImageSampling.Grid(shape);
        return ImageSampling.Sample(images, rows + Shift(down), columns + Shift(across), interpolation, fillMode, fillValue);

        SymbolicTensor Shift(SymbolicTensor noise) =>
            alpha * Ops.Reshape(GaussianWindow.Blur(noise * Ops.Reshape(width, [1, 1, 1, 1]), size, width, width, reach), each);
    }
}
