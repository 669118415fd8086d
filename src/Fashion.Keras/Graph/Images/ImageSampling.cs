using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Reads images at places between and outside their pixels.</summary>
internal static class ImageSampling
{
    // Pixel numbers are floats, which are exact up to here.
    private const int MaximumPixels = 1 << 24;

    /// <summary>Images (batch, height, width, channels) at rows and columns (batch, height * width).</summary>
    public static SymbolicTensor Sample(SymbolicTensor images, SymbolicTensor rows, SymbolicTensor columns, Interpolation interpolation,
        FillMode fillMode, float fillValue)
    {
        Shape shape = images.Shape;
        int batch = shape[0], pixels = Pixels(shape);
        SymbolicTensor table = Ops.Reshape(images, [batch * pixels, shape[3]]);
        SymbolicTensor first = Ops.Fixed([batch, 1], Enumerable.Range(0, batch).Select(n => (float)n * pixels).ToArray());

        if (interpolation == Interpolation.Nearest) return Ops.Reshape(Pixel(Ops.Round(rows), Ops.Round(columns)), shape);
        SymbolicTensor top = Ops.Floor(rows), left = Ops.Floor(columns), down = rows - top, right = columns - left;
        SymbolicTensor blend = Weighted(top, left, (1 - down) * (1 - right)) + Weighted(top, left + 1, (1 - down) * right)
            + Weighted(top + 1, left, down * (1 - right)) + Weighted(top + 1, left + 1, down * right);
        return Ops.Reshape(blend, shape);

        SymbolicTensor Weighted(SymbolicTensor row, SymbolicTensor column, SymbolicTensor weight) =>
            Pixel(row, column) * Ops.ExpandDims(weight, -1);

        SymbolicTensor Pixel(SymbolicTensor row, SymbolicTensor column)
        {
            SymbolicTensor values =
                Ops.Gather(table, first + Inside(row, shape[1], fillMode) * shape[2] + Inside(column, shape[2], fillMode));
            if (fillMode != FillMode.Constant) return values;
            return Ops.Where(Ops.ExpandDims(IsInside(row, shape[1]) * IsInside(column, shape[2]), -1), values, fillValue);
        }
    }

    /// <summary>A tensor of any rank at coordinates (rank, ...), as <see cref="ImageOps.MapCoordinates"/>.</summary>
    public static SymbolicTensor At(SymbolicTensor x, SymbolicTensor coordinates, bool linear, FillMode fillMode, float fillValue)
    {
        Shape shape = x.Shape, places = coordinates.Shape;
        if (places.Rank < 2 || places[0] != shape.Rank)
            throw new ShapeMismatchException($"Coordinates in a tensor of shape {shape} need the shape ({shape.Rank}, ...), not {places}.")
            { Received = places };
        SymbolicTensor table = Ops.Reshape(x, [-1]);
        SymbolicTensor[] axes =
            [.. Enumerable.Range(0, shape.Rank)
                .Select(
                    axis =>
                        Ops.Squeeze(Ops.Slice(coordinates, new int[places.Rank].Select((_, i) => i == 0 ? axis : 0).ToArray(),
                            places.With(0, 1)), 0))];
        // Bit a of a corner says whether it is the lower or the upper element of axis a.
        return Enumerable.Range(0, linear ? 1 << shape.Rank : 1).Select(Corner).Aggregate((sum, corner) => sum + corner);

        SymbolicTensor Corner(int corner)
        {
            SymbolicTensor? place = null, weight = null, inside = null;
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                SymbolicTensor lower = linear ? Ops.Floor(axes[axis]) : Ops.Round(axes[axis]), share = axes[axis] - lower;
                bool isUpper = (corner >> axis & 1) == 1;
                SymbolicTensor index = isUpper ? lower + 1 : lower, step = Inside(index, shape[axis], fillMode);
                place = place is null ? step : place * shape[axis] + step;
                if (linear) weight = Product(weight, isUpper ? share : 1 - share);
                if (fillMode == FillMode.Constant) inside = Product(inside, IsInside(index, shape[axis]));
            }
            SymbolicTensor values = Ops.Gather(table, place!);
            if (inside is not null) values = Ops.Where(inside, values, fillValue);
            return weight is null ? values : values * weight;
        }

        static SymbolicTensor Product(SymbolicTensor? left, SymbolicTensor right) => left is null ? right : left * right;
    }

    /// <summary>
    /// The window of images (batch, height, width, channels) that begins at a row and a column, both (1, 1) or (batch, 1), inside.
    /// </summary>
    public static SymbolicTensor Window(SymbolicTensor images, SymbolicTensor top, SymbolicTensor left, Size2D size)
    {
        Shape shape = images.Shape;
        int batch = shape[0], pixels = Pixels(shape);
        float[] first = [.. Enumerable.Range(0, batch).Select(n => (float)n * pixels)];
        float[] inside =
            [.. Enumerable.Range(0, size.Height * size.Width).Select(i => (float)(i / size.Width * shape[2] + i % size.Width))];
        SymbolicTensor places = Ops.Fixed([batch, 1], first) + Ops.Fixed([1, inside.Length], inside) + (top * shape[2] + left);
        return Ops.Reshape(Ops.Gather(Ops.Reshape(images, [batch * pixels, shape[3]]), places), [batch, size.Height, size.Width, shape[3]]);
    }

    /// <summary>Pixels of one image.</summary>
    /// <exception cref="ShapeMismatchException">The batch has too many to be numbered.</exception>
    public static int Pixels(Shape images) => (Sizes.Count(images[..3].AsSpan()) ?? int.MaxValue) <= MaximumPixels ? images[1] * images[2]
        : throw new ShapeMismatchException($"A batch of images {images} has more than {MaximumPixels} pixels; random shifts, turns, " +
            "zooms and windows need smaller batches.")
        { Received = images };

    /// <summary>Rows and columns of the pixels of an image, both (1, pixels).</summary>
    public static (SymbolicTensor Rows, SymbolicTensor Columns) Grid(Shape images)
    {
        int pixels = Pixels(images), width = images[2];
        return (Ops.Fixed([1, pixels], [.. Enumerable.Range(0, pixels).Select(i => (float)(i / width))]),
            Ops.Fixed([1, pixels], [.. Enumerable.Range(0, pixels).Select(i => (float)(i % width))]));
    }

    /// <summary>One of the interpolations that reading between pixels has.</summary>
    /// <exception cref="ArgumentException">Another one.</exception>
    public static Interpolation Check(Interpolation interpolation,
        string owner) => interpolation is Interpolation.Nearest or Interpolation.Bilinear ? interpolation
        : throw new ArgumentException(
            $"{owner}: interpolation is '{ChoiceTexts<Interpolation>.Of(interpolation)}', but only 'nearest' and 'bilinear' are possible " +
            "here; the others are for resizing.",
            nameof(interpolation));

    private static SymbolicTensor IsInside(SymbolicTensor index, int size) =>
        Ops.GreaterOrEqual(index, 0) * Ops.GreaterOrEqual(size - 1, index);

    // The pixel that stands for one outside. Far outside, the arithmetic of wrap and reflect is no longer exact.
    private static SymbolicTensor Inside(SymbolicTensor index, int size, FillMode mode) => Ops.Clip(mode switch
    {
        FillMode.Wrap => Modulo(index, size),
        FillMode.Reflect => (Ops.Abs(Modulo(2 * index + 1 + 2 * size, 4 * size) - 2 * size) - 1) / 2,
        _ => index,
    }, 0, size - 1);

    private static SymbolicTensor Modulo(SymbolicTensor x, int divisor) => x - Ops.Floor(x / divisor) * divisor;
}
