namespace Fashion.Keras.Graph;

/// <summary>
/// Views of images from another place: four points of each image are moved to four others, and straight lines stay straight. Source of
/// the matrices: P. Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), section 2.2.3.
/// </summary>
internal static class Perspective
{
    private const float Smallest = 1e-12f;

    /// <summary>Changes images (batch, height, width, channels).</summary>
    /// <param name="images">Images.</param>
    /// <param name="start">Four points (x, y) of each image, (batch, 4, 2): of any quadrangle, the last one opposite the first.</param>
    /// <param name="end">Where they come to lie.</param>
    /// <param name="interpolation">How colours between pixels are found.</param>
    /// <param name="fillValue">The value outside of an image.</param>
    public static SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor start, SymbolicTensor end, Interpolation interpolation,
        float fillValue)
    {
        Shape shape = images.Shape;
        int pixels = ImageSampling.Pixels(shape);
        // Coordinates around 1 keep products of eight of them within the range of floats.
        float unit = Math.Max(shape[1], shape[2]);
        SymbolicTensor[,] from = OfSquare(start / unit), to = Adjugate(OfSquare(end / unit));
        (SymbolicTensor y, SymbolicTensor x) = ImageSampling.Grid(shape);
        (x, y) = (x / unit, y / unit);
        SymbolicTensor depth = Row(2);
        depth = Ops.Where(Ops.Greater(Smallest, Ops.Abs(depth)), Smallest, depth);
        // Far outside is as good as just outside, and keeps positions exact.
        return ImageSampling.Sample(images, Ops.Clip(Row(1) / depth * unit, -2, shape[1] + 1),
            Ops.Clip(Row(0) / depth * unit, -2, shape[2] + 1), interpolation, FillMode.Constant, fillValue);

        SymbolicTensor Row(int row) => Ops.BroadcastTo(Entry(row, 0) * x + Entry(row, 1) * y + Entry(row, 2), [shape[0], pixels]);

        SymbolicTensor Entry(int row, int column) =>
            from[row, 0] * to[0, column] + from[row, 1] * to[1, column] + from[row, 2] * to[2, column];
    }

    // The matrix that takes the corners (0, 0), (1, 0), (0, 1), (1, 1) of a square to the points, up to a factor; entries (batch, 1).
    private static SymbolicTensor[,] OfSquare(SymbolicTensor points)
    {
        SymbolicTensor x0 = At(0, 0), x1 = At(1, 0), x2 = At(3, 0), x3 = At(2, 0), y0 = At(0, 1), y1 = At(1, 1), y2 = At(3, 1),
            y3 = At(2, 1);
        SymbolicTensor x = x0 - x1 + x2 - x3, y = y0 - y1 + y2 - y3, dx1 = x1 - x2, dx2 = x3 - x2, dy1 = y1 - y2, dy2 = y3 - y2;
        SymbolicTensor scale = dx1 * dy2 - dx2 * dy1, g = x * dy2 - dx2 * y, h = dx1 * y - x * dy1;
        return new[,]
        {
            { (x1 - x0) * scale + g * x1, (x3 - x0) * scale + h * x3, x0 * scale },
            { (y1 - y0) * scale + g * y1, (y3 - y0) * scale + h * y3, y0 * scale },
            { g, h, scale },
        };

        SymbolicTensor At(int point, int axis) =>
            Ops.Reshape(Ops.Slice(points, [0, point, axis], [points.Shape[0], 1, 1]), [points.Shape[0], 1]);
    }

    // The inverse up to a factor.
    private static SymbolicTensor[,] Adjugate(SymbolicTensor[,] m)
    {
        var result = new SymbolicTensor[3, 3];
        for (int row = 0; row < 3; row++)
            for (int column = 0; column < 3; column++)
            {
                (int a, int b, int c, int d) = ((column + 1) % 3, (column + 2) % 3, (row + 1) % 3, (row + 2) % 3);
                result[row, column] = m[a, c] * m[b, d] - m[a, d] * m[b, c];
            }
        return result;
    }
}
