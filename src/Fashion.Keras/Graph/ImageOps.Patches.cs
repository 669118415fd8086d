using System.Text.Json.Nodes;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras;

// Images as patches, and back.
public static partial class ImageOps
{
    /// <summary>All windows of images, each as the channels of one pixel: (batch, rows, columns, window cells * channels).</summary>
    /// <param name="images">Images.</param>
    /// <param name="size">Height and width of a window.</param>
    /// <param name="strides">Step from one window to the next; null for the window's size.</param>
    /// <param name="dilationRate">Distance between its cells; null for 1. Not together with strides above 1.</param>
    /// <param name="padding">What happens at the borders; not <see cref="Padding.Causal"/>. <c>"valid"</c>, the default, or
    /// <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A number is not positive, or the padding is causal.</exception>
    /// <exception cref="ShapeMismatchException">The window does not fit.</exception>
    public static SymbolicTensor ExtractPatches(SymbolicTensor images, Size2D size, Size2D? strides = null, Size2D? dilationRate = null,
        Choice<Padding> padding = default, Choice<DataFormat> dataFormat = default)
    {
        Size2D step = strides ?? size, distance = dilationRate ?? 1;
        WindowRule.CheckConvolution(nameof(ExtractPatches), size.ToShape(), step.ToShape(), distance.ToShape());
        if (padding.OrFirst() == Padding.Causal)
            throw new ArgumentException("ExtractPatches: use Padding.Valid or Padding.Same, not Padding.Causal.", nameof(padding));
        return Images(nameof(ExtractPatches), images, dataFormat.OrFirst(), x =>
        {
            var top = WindowRule.Pads(x.Shape[1], size.Height, step.Height, distance.Height, padding.OrFirst());
            var left = WindowRule.Pads(x.Shape[2], size.Width, step.Width, distance.Width, padding.OrFirst());
            int rows = WindowRule.Output(x.Shape[1], size.Height, step.Height, distance.Height, padding.OrFirst()),
                columns = WindowRule.Output(x.Shape[2], size.Width, step.Width, distance.Width, padding.OrFirst());
            if (top != (0, 0) || left != (0, 0)) x = Ops.Pad(x, [0, top.Before, left.Before, 0], [0, top.After, left.After, 0]);
            Shape s = x.Shape;
            SymbolicTensor windows =
                Ops.Windows(Ops.Reshape(Ops.Transpose(x, 1, 2, 0, 3), [s[1], s[2], s[0] * s[3]]), size, step, distance);
            // (cells, windows, batch, channels) to (batch, windows, cells, channels).
            int cells = size.Height * size.Width;
            return Ops.Reshape(Ops.Transpose(Ops.Reshape(windows, [cells, rows * columns, s[0], s[3]]), 2, 1, 0, 3),
                [s[0], rows, columns, cells * s[3]]);
        }, () => new JsonObject
        {
            ["size"] = Pair(size),
            ["strides"] = strides is { } s ? Pair(s) : null,
            ["dilation_rate"] = Pair(distance),
            ["padding"] = padding.OrFirst() == Padding.Same ? "same" : "valid"
        });
    }

    /// <summary>Images of their patches: what <see cref="ExtractPatches"/> makes of windows that do not overlap, the other way.</summary>
    /// <param name="patches">(batch, rows, columns, height * width * channels of a patch), or without the batch.</param>
    /// <param name="size">Height and width of a patch.</param>
    /// <param name="outputSize">Height and width of the images; with "valid" that is rows and columns times the size.</param>
    /// <param name="strides">Only the size, or null.</param>
    /// <param name="padding">What was done at the borders: <c>"valid"</c>, the default, or <c>"same"</c>, which cuts the padding
    /// off.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ArgumentException">A number is not positive, the strides are not the size, or the padding is causal.</exception>
    /// <exception cref="ShapeMismatchException">Images of that size have other patches.</exception>
    public static SymbolicTensor ReconstructPatches(SymbolicTensor patches, Size2D size, Size2D outputSize, Size2D? strides = null,
        Choice<Padding> padding = default, Choice<DataFormat> dataFormat = default)
    {
        if (strides is { } step && step != size)
            throw new ArgumentException($"ReconstructPatches: strides must be the size {size}, not {step}; patches that overlap are not " +
                "put together, as in Keras.", nameof(strides));
        WindowRule.CheckConvolution(nameof(ReconstructPatches), size.ToShape(), size.ToShape(), [1, 1]);
        WindowRule.Pixels(outputSize.Height, outputSize.Width, nameof(ReconstructPatches));
        Padding border = padding.Or(Padding.Valid);
        if (border == Padding.Causal)
            throw new ArgumentException("ReconstructPatches: use Padding.Valid or Padding.Same, not Padding.Causal.", nameof(padding));
        return Images(nameof(ReconstructPatches), patches, dataFormat.OrFirst(), x =>
        {
            Shape s = x.Shape;
            int cells = size.Height * size.Width, height = s[1] * size.Height, width = s[2] * size.Width;
            bool fits = border == Padding.Valid ? outputSize == (height, width)
                : WindowRule.Output(outputSize.Height, size.Height, size.Height, 1, border) == s[1]
                    && WindowRule.Output(outputSize.Width, size.Width, size.Width, 1, border) == s[2];
            if (!fits || s[3] % cells != 0)
                throw new ShapeMismatchException(
                    $"ReconstructPatches: patches of shape {s} are not those of {size} in images of {outputSize}.")
                { Received = s };
            int channels = s[3] / cells;
            SymbolicTensor image = Ops.Reshape(
                Ops.Transpose(Ops.Reshape(x, [s[0], s[1], s[2], size.Height, size.Width, channels]), 0, 1, 3, 2, 4, 5),
                [s[0], height, width, channels]);
            if (outputSize == (height, width)) return image;
            int top = WindowRule.Pads(outputSize.Height, size.Height, size.Height, 1, border).Before,
                left = WindowRule.Pads(outputSize.Width, size.Width, size.Width, 1, border).Before;
            return Ops.Slice(image, [0, top, left, 0], [s[0], outputSize.Height, outputSize.Width, channels]);
        }, () => new JsonObject
        {
            ["size"] = Pair(size),
            ["output_size"] = Pair(outputSize),
            ["strides"] = Pair(size),
            ["padding"] = border == Padding.Same ? "same" : "valid"
        });
    }
}
