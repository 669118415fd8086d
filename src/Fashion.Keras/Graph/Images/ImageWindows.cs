namespace Fashion.Keras.Graph;

/// <summary>Rectangles in images, one for each, that a mask describes.</summary>
internal static class ImageWindows
{
    /// <summary>
    /// 1 for the pixels inside and 0 for others, (batch, height, width, 1), and the share of the image that the rectangle covers, (batch,
    /// 1, 1, 1).
    /// </summary>
    /// <param name="images">Shape of the images, (batch, height, width, channels).</param>
    /// <param name="top">Where it begins, 0 for the first row that it can and 1 for the last one; (batch, 1, 1, 1) like the others.</param>
    /// <param name="left">Where it begins in its rows.</param>
    /// <param name="height">Its height as a share of the image.</param>
    /// <param name="width">Its width as a share of the image.</param>
    public static (SymbolicTensor Inside, SymbolicTensor Share) Of(Shape images, SymbolicTensor top, SymbolicTensor left,
        SymbolicTensor height, SymbolicTensor width)
    {
        (SymbolicTensor inRows, SymbolicTensor rows) = Along(images[1], [1, images[1], 1, 1], top, height);
        (SymbolicTensor inColumns, SymbolicTensor columns) = Along(images[2], [1, 1, images[2], 1], left, width);
        return (inRows * inColumns, rows * columns / ((double)images[1] * images[2]));
    }

    private static (SymbolicTensor Inside, SymbolicTensor Length) Along(int size, Shape axis, SymbolicTensor place, SymbolicTensor share)
    {
        SymbolicTensor length = share * size, first = place * (size - length), last = first + length;
        SymbolicTensor pixels = Ops.Fixed(axis, [.. Enumerable.Range(0, size).Select(i => (float)i)]);
        return (Ops.GreaterOrEqual(pixels, first) * Ops.Greater(last, pixels), last - first);
    }
}
