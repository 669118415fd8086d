namespace Fashion.Keras.Graph;

/// <summary>Blurs images (batch, height, width, channels) by a bell curve, with zeros outside.</summary>
internal static class GaussianWindow
{
    /// <summary>A window that has a middle.</summary>
    /// <exception cref="ArgumentException">A size is even or not positive.</exception>
    public static Size2D Check(Size2D size, string owner,
        string argument = "kernelSize") => size.Height > 0 && size.Width > 0 && size.Height % 2 == 1 && size.Width % 2 == 1 ? size
        : throw new ArgumentException($"{owner}: height and width of the window must be odd, not {size}.", argument);

    /// <summary>Blurs images.</summary>
    /// <param name="images">Images.</param>
    /// <param name="size">Height and width of the window, odd.</param>
    /// <param name="across">Standard deviation in pixels along rows, positive, (1, 1).</param>
    /// <param name="down">Standard deviation along columns.</param>
    /// <param name="reach">Distance from which on weights are 0, (1, 1); null for none.</param>
    public static SymbolicTensor Blur(SymbolicTensor images, Size2D size, SymbolicTensor across, SymbolicTensor down,
        SymbolicTensor? reach = null)
    {
        SymbolicTensor kernel = Bell(size.Height, [size.Height, 1], down, reach) * Bell(size.Width, [1, size.Width], across, reach);
        int channels = images.Shape[3];
        return Ops.DepthwiseConv(images,
            Ops.BroadcastTo(Ops.Reshape(kernel, [size.Height, size.Width, 1, 1]), [size.Height, size.Width, channels, 1]),
            padding: Padding.Same);
    }

    // Weights with the sum 1.
    private static SymbolicTensor Bell(int size, Shape axis, SymbolicTensor sigma, SymbolicTensor? reach)
    {
        SymbolicTensor distances = Ops.Fixed(axis, [.. Enumerable.Range(0, size).Select(i => i - (size - 1) / 2f)]);
        SymbolicTensor weights = Ops.Exp(-0.5 * Ops.Square(distances / sigma));
        if (reach is not null) weights = Ops.Where(Ops.Greater(Ops.Abs(distances), reach), 0, weights);
        return weights / Ops.Sum(weights);
    }
}
