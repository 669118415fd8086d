namespace Fashion.Keras.Layers;

/// <summary>How a window (a kernel or a pool) moves along one axis: sizes that come out and padding around.</summary>
internal static class WindowRule
{
    /// <summary>Number of window positions along an axis of <paramref name="size"/> elements; below 1 when the window does not fit.</summary>
    public static int Output(int size, int window, int stride, int dilation, Padding padding)
    {
        if (size == Shape.Unknown) return Shape.Unknown;
        int extent = dilation * (window - 1) + 1;
        if (padding != Padding.Valid) return (size + stride - 1) / stride;
        return size < extent ? 0 : (size - extent) / stride + 1;
    }

    /// <summary>Elements added in front and behind. With <see cref="Padding.Same"/> the odd one goes behind.</summary>
    public static (int Before, int After) Pads(int size, int window, int stride, int dilation, Padding padding)
    {
        int extent = dilation * (window - 1) + 1;
        if (padding == Padding.Valid) return (0, 0);
        if (padding == Padding.Causal) return (extent - 1, 0);
        int total = Math.Max(0, ((size + stride - 1) / stride - 1) * stride + extent - size);
        return (total / 2, total - total / 2);
    }

    /// <summary>Checks sizes of a window: all positive.</summary>
    public static Shape Positive(Shape sizes, string layer, string what)
    {
        foreach (int size in sizes)
            if (size < 1) throw new ArgumentOutOfRangeException(what, size, $"{layer}: every {what} must be a positive whole number, not {size}.");
        return sizes;
    }
}
