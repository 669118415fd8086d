using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>How a window (a kernel or a pool) moves along one axis: sizes that come out and padding around.</summary>
internal static class WindowRule
{
    /// <summary>
    /// Number of window positions along an axis of <paramref name="size"/> elements; below 1 when the window does not fit.
    /// </summary>
    public static int Output(int size, int window, int stride, int dilation, Padding padding)
    {
        if (size == Shape.Unknown) return Shape.Unknown;
        if (padding != Padding.Valid) return Steps(size, stride);
        long extent = Sizes.Extent(window, dilation);
        return size < extent ? 0 : (int)((size - extent) / stride) + 1;
    }

    /// <summary>Elements added before and after. With <see cref="Padding.Same"/> the odd one goes after.</summary>
    public static (int Before, int After) Pads(int size, int window, int stride, int dilation, Padding padding)
    {
        if (padding == Padding.Valid) return (0, 0);
        long extent = Sizes.Extent(window, dilation);
        if (padding == Padding.Causal) return (Sizes.Axis(extent - 1 + size, "A padded axis") - size, 0);
        long total = Math.Max(0, (Steps(size, stride) - 1L) * stride + extent - size);
        Sizes.Axis(total + size, "A padded axis");
        return ((int)(total / 2), (int)(total - total / 2));
    }

    /// <summary>Refuses the settings of a convolution that mean nothing.</summary>
    public static void CheckConvolution(string layer, Shape kernelSize, Shape strides, Shape dilation)
    {
        Positive(kernelSize, layer, nameof(kernelSize));
        Positive(strides, layer, nameof(strides));
        Positive(dilation, layer, "dilationRate");
        if (strides.Exceeds(1) && dilation.Exceeds(1))
            throw new ArgumentException($"{layer}: strides {strides} and dilationRate {dilation} cannot both be above 1.");
    }

    /// <summary>Checks that an image with the border that a window needs fits into a buffer.</summary>
    /// <param name="image">(batch, spatial..., channels).</param>
    /// <param name="windows">Sizes of the window per spatial axis.</param>
    /// <param name="strides">Its steps.</param>
    /// <param name="dilation">Distances of its cells.</param>
    /// <param name="padding">What happens at the borders.</param>
    /// <exception cref="ShapeMismatchException">It does not.</exception>
    public static void CheckPadded(Shape image, Shape windows, Shape strides, Shape dilation, Padding padding)
    {
        int[] padded = image.ToArray();
        padded[0] = 1;
        for (int axis = 0; axis < windows.Rank; axis++)
        {
            if (padded[axis + 1] == Shape.Unknown) continue;
            (int before, int after) = Pads(padded[axis + 1], windows[axis], strides[axis], dilation[axis], padding);
            padded[axis + 1] += before + after;
        }
        Sizes.Count(padded, "An image with its border");
    }

    private static int Steps(int size, int stride) => (int)(((long)size + stride - 1) / stride);

    /// <summary>A height and a width in pixels, both positive.</summary>
    public static Size2D Pixels(int height, int width, string layer)
    {
        Positive([height], layer, nameof(height));
        Positive([width], layer, nameof(width));
        return (height, width);
    }

    /// <summary>Checks sizes of a window: all positive.</summary>
    public static Shape Positive(Shape sizes, string layer, string what)
    {
        foreach (int size in sizes)
            if (size < 1)
                throw new ArgumentOutOfRangeException(what, size, $"{layer}: every {what} must be a positive whole number, not {size}.");
        return sizes;
    }
}
