using System.Globalization;

namespace Fashion.Keras.Data;

/// <summary>
/// The one place where sizes are computed: in 64 bits, and refused where they do not fit. What comes out fits into an
/// <see cref="int"/>, so kernels and buffers may count with it.
/// </summary>
internal static class Sizes
{
    /// <summary>Most elements of one tensor: what an array can hold, less the few that kernels may read beyond its end.</summary>
    public const int Most = 0x7FFFFFC7 - 128;

    /// <summary>The size of an axis, or of what lies along one.</summary>
    /// <exception cref="ShapeMismatchException">Larger than <see cref="Most"/>.</exception>
    public static int Axis(long size, string what) => size <= Most ? (int)size
        : throw new ShapeMismatchException($"{what} would be {Text(size)} elements long, but an axis has at most {Text(Most)}.");

    /// <summary>The length of several axes joined into one.</summary>
    /// <exception cref="ShapeMismatchException">Larger than <see cref="Most"/>.</exception>
    public static int Product(int size, int factor, string what) => Axis((long)size * factor, what);

    /// <summary>Cells of a window and those between them: dilation * (window - 1) + 1.</summary>
    public static long Extent(int window, int dilation) => (long)dilation * (window - 1) + 1;

    /// <summary>Product of the axes that are known.</summary>
    /// <returns>The number of elements, or null when there are more than <see cref="Most"/>.</returns>
    public static int? Count(ReadOnlySpan<int> axes)
    {
        long count = 1;
        // Not Contains: what it calls is in no image, so it is compiled at each start.
        foreach (int size in axes)
            if (size == 0) return 0;
        foreach (int size in axes)
        {
            if (size == Shape.Unknown) continue;
            count *= size;
            if (count > Most) return null;
        }
        return (int)count;
    }

    /// <summary>Product of the axes that are known.</summary>
    /// <exception cref="ShapeMismatchException">More than <see cref="Most"/>.</exception>
    public static int Count(ReadOnlySpan<int> axes, string what) => Count(axes) ?? throw TooLarge(axes, what);

    /// <summary>Elements of a buffer that is more than a tensor.</summary>
    /// <exception cref="ShapeMismatchException">More than <see cref="Most"/>.</exception>
    public static int Buffer(long count, string what) => count <= Most ? (int)count
        : throw new ShapeMismatchException($"{what} needs a buffer of {Text(count)} elements, but one has at most {Text(Most)}.");

    private static ShapeMismatchException TooLarge(ReadOnlySpan<int> axes, string what)
    {
        Shape shape = Shape.Create(axes);
        double count = 1;
        foreach (int size in axes)
            if (size != Shape.Unknown) count *= size;
        string number = count < 1e15 ? Text((long)count) : count.ToString("0.0e0", CultureInfo.InvariantCulture);
        return new ShapeMismatchException($"{what} of shape {shape} has {number} elements{(shape.IsKnown ? "" : " per sample")}, but a " +
            $"tensor has at most {Text(Most)}.")
        { Received = shape };
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
