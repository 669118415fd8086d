using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Resizes, cuts and pads images (batch, height, width, channels), rows and columns one after the other.</summary>
internal static class ImageResizing
{
    // So many taps are added up one by one; more go through a matrix product.
    private const int FewTaps = 6;

    public static SymbolicTensor Resize(SymbolicTensor images, Size2D size, Interpolation interpolation, bool antialias = false) =>
        Along(Along(images, 1, size.Height, interpolation, antialias), 2, size.Width, interpolation, antialias);

    /// <summary>The largest window in the middle that has the sides' ratio of the given size, resized to it.</summary>
    public static SymbolicTensor Fit(SymbolicTensor images, Size2D size, Interpolation interpolation, bool antialias = false)
    {
        (int top, int left, Size2D window) = AspectRatio.Window((images.Shape[1], images.Shape[2]), size);
        return Resize(Cut(images, top, left, window), size, interpolation, antialias);
    }

    /// <summary>Borders on the short sides, then resized.</summary>
    public static SymbolicTensor FitPadded(SymbolicTensor images, Size2D size, Interpolation interpolation, bool antialias, float fillValue)
    {
        (int vertical, int horizontal) = AspectRatio.Borders((images.Shape[1], images.Shape[2]), size);
        Shape border = [0, vertical, horizontal, 0];
        return Resize(vertical + horizontal == 0 ? images : Ops.Pad(images, border, border, fillValue), size, interpolation, antialias);
    }

    /// <summary>A window of images; less where they end before.</summary>
    public static SymbolicTensor Cut(SymbolicTensor images, int top, int left, Size2D size)
    {
        Shape shape = images.Shape;
        int height = Math.Min(size.Height, shape[1] - top), width = Math.Min(size.Width, shape[2] - left);
        return height == shape[1] && width == shape[2] ? images : Ops.Slice(images, [0, top, left, 0], [shape[0], height, width, shape[3]]);
    }

    private static SymbolicTensor Along(SymbolicTensor images, int axis, int size, Interpolation interpolation, bool antialias)
    {
        Shape shape = images.Shape;
        if (shape[axis] == size) return images;
        if (shape[axis] < 1)
            throw new ShapeMismatchException($"Images of {shape} have no pixels that could be resized.") { Received = shape };
        ResizeTaps taps = ResizeTaps.Of(shape[axis], size, interpolation, antialias);
        int[] toFront = axis == 1 ? [1, 0, 2, 3] : [2, 1, 0, 3];
        SymbolicTensor rows = Ops.Transpose(images, toFront);
        return Ops.Transpose(taps.Most <= FewTaps ? Sum(rows, size, taps) : Product(rows, size, taps), toFront);
    }

    private static SymbolicTensor Sum(SymbolicTensor rows, int size, ResizeTaps taps)
    {
        SymbolicTensor? sum = null;
        for (int n = 0; n < taps.Most; n++)
        {
            (float[] pixels, float[] weights) = taps.At(n);
            SymbolicTensor term = Ops.Gather(rows, Ops.Fixed([size], pixels));
            if (Array.Exists(weights, w => w != 1)) term *= Ops.Fixed([size, 1, 1, 1], weights);
            sum = sum is null ? term : sum + term;
        }
        return sum!;
    }

    private static SymbolicTensor Product(SymbolicTensor rows, int size, ResizeTaps taps)
    {
        Shape shape = rows.Shape;
        SymbolicTensor flat = Ops.Reshape(rows, [shape[0], Sizes.Count(shape[1..].AsSpan(), "A row of images")]);
        return Ops.Reshape(Ops.MatMul(Ops.Fixed([shape[0], size], taps.Matrix()), flat, transposeX: true), shape.With(0, size));
    }
}
