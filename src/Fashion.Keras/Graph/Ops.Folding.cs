using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Windows back to images.
public static partial class Ops
{
    /// <summary>
    /// Images of their windows, overlapping ones summed: the reverse of <see cref="Unfold"/>, (batch, channels * window cells, windows) to
    /// (batch, channels, height, width).
    /// </summary>
    /// <param name="x">The windows as columns.</param>
    /// <param name="outputSize">Height and width of the images.</param>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="dilation">Distance between its cells; null for 1.</param>
    /// <param name="padding">Zeros that were around the images: above and below, left and right; null for none.</param>
    /// <param name="stride">Step from one window to the next; null for 1.</param>
    /// <exception cref="ShapeMismatchException">Windows of such images have another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Sizes, distances or steps are not positive, or the padding is negative.</exception>
    public static SymbolicTensor Fold(SymbolicTensor x, Size2D outputSize, Size2D kernelSize, Size2D? dilation = null,
        Size2D? padding = null, Size2D? stride = null) => Compose(nameof(Fold), [x], inputs =>
    {
        Size2D distance = dilation ?? 1, border = padding ?? 0, step = stride ?? 1;
        CheckWindows(nameof(Fold), kernelSize, step, distance, border);
        if (outputSize.Height < 1 || outputSize.Width < 1)
            throw new ArgumentOutOfRangeException(nameof(outputSize), outputSize, $"Fold: outputSize must be positive, not {outputSize}.");
        Shape s = inputs[0].Shape;
        int cells = checked(kernelSize.Height * kernelSize.Width);
        if (s.Rank != 3 || s[1] % cells != 0)
            throw new ShapeMismatchException($"Fold needs windows (batch, channels * {cells}, windows), not {s}.") { Received = s };
        int height = checked(outputSize.Height + 2 * border.Height), width = checked(outputSize.Width + 2 * border.Width),
            channels = s[1] / cells;
        int rows = Positions(height, kernelSize.Height, step.Height, distance.Height),
            columns = Positions(width, kernelSize.Width, step.Width, distance.Width);
        if ((long)rows * columns != s[2] || rows * columns == 0)
            throw new ShapeMismatchException(
                $"Images of {outputSize} have {rows} times {columns} windows of {kernelSize}, but Fold got {s[2]}: {s}.")
            { Received = s };
        SymbolicTensor values =
            Reshape(Transpose(Reshape(inputs[0], [s[0], channels, cells, s[2]]), 2, 3, 0, 1), [cells * s[2], s[0] * channels]);
        SymbolicTensor places = Fixed([cells * s[2]], i =>
        {
            int cell = i / s[2], window = i % s[2];
            int row = window / columns * step.Height + cell / kernelSize.Width * distance.Height;
            return row * width + window % columns * step.Width + cell % kernelSize.Width * distance.Width;
        });
        SymbolicTensor image = Transpose(Reshape(SegmentSum(values, places, height * width), [height, width, s[0], channels]), 2, 3, 0, 1);
        return border == (Size2D)0 ? image
            : Slice(image, [0, 0, border.Height, border.Width], [s[0], channels, outputSize.Height, outputSize.Width]);
    }, () => new JsonObject
    {
        ["output_size"] = Pair(outputSize),
        ["kernel_size"] = Pair(kernelSize),
        ["dilation"] = Pair(dilation ?? 1),
        ["padding"] = Pair(padding ?? 0),
        ["stride"] = Pair(stride ?? 1),
    });
}
