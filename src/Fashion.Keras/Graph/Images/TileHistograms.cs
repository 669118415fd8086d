using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Images (batch, height, width, channels) with values from 0 to 255, changed by how frequent their values are in the tiles around. Source:
/// K. Zuiderveld, Contrast Limited Adaptive Histogram Equalization, Graphics Gems IV (1994).
/// </summary>
internal static class TileHistograms
{
    private const int Values = 256, MostExact = 1 << 24;

    /// <summary>Spreads the values.</summary>
    /// <param name="images">Images.</param>
    /// <param name="clipLimit">How many times its even share a value may count in a tile; 0 or less for no limit.</param>
    /// <param name="grid">Number of tiles down and across.</param>
    /// <exception cref="ShapeMismatchException">The counts are too many to be numbered.</exception>
    public static SymbolicTensor Equalize(SymbolicTensor images, double clipLimit, Size2D grid)
    {
        Shape shape = images.Shape;
        (int batch, int height, int width, int channels) = (shape[0], shape[1], shape[2], shape[3]);
        if ((Sizes.Count([batch, grid.Height, grid.Width, channels, Values]) ?? int.MaxValue) > MostExact)
            throw new ShapeMismatchException(
                $"Images {shape} with {grid} tiles have more than {MostExact} counts of values; use smaller batches or fewer tiles.")
            { Received = shape };
        (int tileHeight, int tileWidth) = ((height + grid.Height - 1) / grid.Height, (width + grid.Width - 1) / grid.Width);
        int area = tileHeight * tileWidth, tiles = grid.Height * grid.Width;
        SymbolicTensor bytes = Ops.Trunc(Ops.Clip(images, 0, Values - 1));
        SymbolicTensor tiled = Ops.Reshape(Mirrored(Mirrored(bytes, 1, tileHeight * grid.Height), 2, tileWidth * grid.Width),
            [batch, grid.Height, tileHeight, grid.Width, tileWidth, channels]);
        SymbolicTensor counts =
            Histograms.Count(Ops.Reshape(Ops.Transpose(tiled, 0, 1, 3, 2, 4, 5), [batch * tiles * area, channels]), batch * tiles, Values);
        if (clipLimit > 0)
        {
            // A whole number, as Keras on PyTorch has it.
            SymbolicTensor clipped = Ops.Minimum(counts, Math.Floor(clipLimit * area / Values));
            counts = clipped + Ops.Sum(counts - clipped, axis: -1, keepDimensions: true) / Values;
        }
        SymbolicTensor sums = Ops.CumSum(counts, axis: -1), least = Ops.Slice(sums, [0, 0, 0], sums.Shape.With(2, 1)), rest = area - least;
        SymbolicTensor table =
            Ops.Reshape(Ops.Clip((sums - least) * (Values - 1) / Ops.Where(Ops.Equal(rest, 0), 1, rest), 0, Values - 1), [-1]);

        Line rows = new(height, tileHeight, grid.Height), columns = new(width, tileWidth, grid.Width);
        SymbolicTensor first = bytes + Steps([batch, 1, 1, 1], n => n * tiles * channels * Values)
            + Steps([1, 1, 1, channels], c => c * Values);
        SymbolicTensor right = Ops.Fixed([1, 1, width, 1], columns.Weights), down = Ops.Fixed([1, height, 1, 1], rows.Weights);
        return Row(rows.Before) * (1 - down) + Row(rows.After) * down;

        SymbolicTensor Row(int[] row)
        {
            SymbolicTensor start = first + Steps([1, height, 1, 1], i => row[i] * grid.Width * channels * Values);
            return Tile(start, columns.Before) * (1 - right) + Tile(start, columns.After) * right;
        }

        SymbolicTensor Tile(SymbolicTensor start, int[] column) =>
            Ops.Gather(table, start + Steps([1, 1, width, 1], i => column[i] * channels * Values));
    }

    private static SymbolicTensor Steps(Shape shape, Func<int, int> step) =>
        Ops.Fixed(shape, [.. Enumerable.Range(0, shape.ElementCount).Select(i => (float)step(i))]);

    // More pixels after the last ones, mirrored at the border as often as needed.
    private static SymbolicTensor Mirrored(SymbolicTensor images, int axis, int size)
    {
        int there = images.Shape[axis];
        if (there == size) return images;
        return Ops.Take(images, Ops.Fixed([size],
            [.. Enumerable.Range(0, size).Select(i => i % (2 * there)).Select(i => (float)(i < there ? i : 2 * there - 1 - i))]), axis);
    }

    // For each pixel along an axis the tiles whose middles lie before and after it, and the weight of the second.
    private sealed class Line
    {
        public Line(int size, int tile, int tiles)
        {
            (Before, After, Weights) = (new int[size], new int[size], new float[size]);
            for (int i = 0; i < size; i++)
            {
                float place = (i - tile / 2f) / tile, before = MathF.Floor(place);
                (Before[i], After[i], Weights[i]) =
                    (Math.Clamp((int)before, 0, tiles - 1), Math.Clamp((int)before + 1, 0, tiles - 1), place - before);
            }
        }

        public int[] Before { get; }

        public int[] After { get; }

        public float[] Weights { get; }
    }
}
