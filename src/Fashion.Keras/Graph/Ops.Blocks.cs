using System.Text.Json.Nodes;
using Fashion.Keras.Data;

namespace Fashion.Keras;

// Blocks of images: as channels, as columns.
public static partial class Ops
{
    /// <summary>
    /// Channels as blocks of pixels: (batch, height, width, block^2 * channels) to (batch, height * block, width * block, channels).
    /// </summary>
    /// <param name="x">Images.</param>
    /// <param name="blockSize">Height and width of a block, positive.</param>
    /// <param name="dataFormat">Where the channel axis stands. With the channels first a pixel's place in its block counts after its
    /// channel, with the channels last before it. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ShapeMismatchException">No images, or the channels cannot be divided.</exception>
    public static SymbolicTensor DepthToSpace(SymbolicTensor x, int blockSize, Choice<DataFormat> dataFormat = default)
    {
        Internal.Guard.Positive(blockSize, nameof(DepthToSpace));
        return Compose(nameof(DepthToSpace), [x], inputs =>
        {
            Shape s = inputs[0].Shape;
            bool last = dataFormat.OrFirst() == DataFormat.ChannelsLast;
            if (s.Rank != 4 || s[last ? 3 : 1] % (blockSize * blockSize) != 0)
                throw new ShapeMismatchException(
                    $"DepthToSpace with blocks of {blockSize} needs images with a multiple of {blockSize * blockSize} channels, not {s}.")
                { Received = s };
            int channels = s[last ? 3 : 1] / (blockSize * blockSize);
            return last
                ? Reshape(Transpose(Reshape(inputs[0], [s[0], s[1], s[2], blockSize, blockSize, channels]), 0, 1, 3, 2, 4, 5),
                    [s[0], s[1] * blockSize, s[2] * blockSize, channels])
                : Reshape(Transpose(Reshape(inputs[0], [s[0], channels, blockSize, blockSize, s[2], s[3]]), 0, 1, 4, 2, 5, 3),
                    [s[0], channels, s[2] * blockSize, s[3] * blockSize]);
        }, () => new JsonObject { ["block_size"] = blockSize, ["data_format"] = Name(dataFormat.OrFirst()) });
    }

    /// <summary>
    /// Blocks of pixels as channels: (batch, height, width, channels) to (batch, height / block, width / block, block^2 * channels).
    /// </summary>
    /// <param name="x">Images.</param>
    /// <param name="blockSize">Height and width of a block, positive.</param>
    /// <param name="dataFormat">Where the channel axis stands; see <see cref="DepthToSpace"/>, which this undoes. <c>"channels_last"</c>,
    /// the default, or <c>"channels_first"</c>.</param>
    /// <exception cref="ShapeMismatchException">No images, or height or width cannot be divided.</exception>
    public static SymbolicTensor SpaceToDepth(SymbolicTensor x, int blockSize, Choice<DataFormat> dataFormat = default)
    {
        Internal.Guard.Positive(blockSize, nameof(SpaceToDepth));
        return Compose(nameof(SpaceToDepth), [x], inputs =>
        {
            Shape s = inputs[0].Shape;
            bool last = dataFormat.OrFirst() == DataFormat.ChannelsLast;
            int row = last ? 1 : 2;
            if (s.Rank != 4 || s[row] % blockSize != 0 || s[row + 1] % blockSize != 0)
                throw new ShapeMismatchException(
                    $"SpaceToDepth with blocks of {blockSize} needs images whose height and width are multiples of that, not {s}.")
                { Received = s };
            int height = s[row] / blockSize, width = s[row + 1] / blockSize, channels = s[last ? 3 : 1],
                depth = channels * blockSize * blockSize;
            return last
                ? Reshape(Transpose(Reshape(inputs[0], [s[0], height, blockSize, width, blockSize, channels]), 0, 1, 3, 2, 4, 5),
                    [s[0], height, width, depth])
                : Reshape(Transpose(Reshape(inputs[0], [s[0], channels, height, blockSize, width, blockSize]), 0, 1, 3, 5, 2, 4),
                    [s[0], depth, height, width]);
        }, () => new JsonObject { ["block_size"] = blockSize, ["data_format"] = Name(dataFormat.OrFirst()) });
    }

    /// <summary>
    /// All windows of images as columns, as PyTorch's unfold: (batch, channels, height, width) to (batch, channels * window cells,
    /// windows).
    /// </summary>
    /// <param name="x">Images with the channels first.</param>
    /// <param name="kernelSize">Height and width of a window.</param>
    /// <param name="dilation">Distance between its cells; null for 1.</param>
    /// <param name="padding">Zeros above and below, left and right; null for none.</param>
    /// <param name="stride">Step from one window to the next; null for 1.</param>
    /// <exception cref="ShapeMismatchException">No images, or they are smaller than the window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Sizes, distances or steps are not positive, or the padding is negative.</exception>
    public static SymbolicTensor Unfold(SymbolicTensor x, Size2D kernelSize, Size2D? dilation = null, Size2D? padding = null,
        Size2D? stride = null) => Compose(nameof(Unfold), [x], inputs =>
    {
        Size2D distance = dilation ?? 1, border = padding ?? 0, step = stride ?? 1;
        CheckWindows(nameof(Unfold), kernelSize, step, distance, border);
        if (inputs[0].Shape.Rank != 4)
            throw new ShapeMismatchException($"Unfold needs images (batch, channels, height, width), not {inputs[0].Shape}.")
            { Received = inputs[0].Shape };
        SymbolicTensor padded = border == (Size2D)0
            ? inputs[0]
            : Pad(inputs[0], [0, 0, border.Height, border.Width], [0, 0, border.Height, border.Width]);
        Shape s = padded.Shape;
        SymbolicTensor windows = Windows(Reshape(Transpose(padded, 2, 3, 0, 1), [s[2], s[3], s[0] * s[1]]), kernelSize, step, distance);
        // (cells, windows, batch * channels).
        return Reshape(Transpose(Reshape(windows, [windows.Shape[0], windows.Shape[1], s[0], s[1]]), 2, 3, 0, 1),
            [s[0], s[1] * windows.Shape[0], windows.Shape[1]]);
    }, () => new JsonObject
    {
        ["kernel_size"] = Pair(kernelSize),
        ["dilation"] = Pair(dilation ?? 1),
        ["padding"] = Pair(padding ?? 0),
        ["stride"] = Pair(stride ?? 1)
    });

    /// <summary>The cells of all windows: (height, width, depth) to (cells of a window, windows, depth), both row by row.</summary>
    internal static SymbolicTensor Windows(SymbolicTensor pixels, Size2D window, Size2D step, Size2D distance)
    {
        Shape s = pixels.Shape;
        CheckWindows("Windows", window, step, distance, 0);
        int rows = Positions(s[0], window.Height, step.Height, distance.Height),
            columns = Positions(s[1], window.Width, step.Width, distance.Width);
        if (rows * columns == 0)
            throw new ShapeMismatchException(
                $"A window of {window} with distances {distance} does not fit into images of {s[0]} by {s[1]} pixels.")
            { Received = s };
        SymbolicTensor cells =
            Fixed([window.Height * window.Width, 1], i => i / window.Width * distance.Height * s[1] + i % window.Width * distance.Width);
        SymbolicTensor corners = Fixed([1, rows * columns], i => i / columns * step.Height * s[1] + i % columns * step.Width);
        return Gather(Reshape(pixels, [s[0] * s[1], s[2]]), cells + corners);
    }

    // How many windows there are along an axis; 0 where none fits.
    private static int Positions(int size, int length, int stride, int spacing)
    {
        long extent = (length - 1L) * spacing + 1;
        return size >= extent ? (int)((size - extent) / stride) + 1 : 0;
    }

    private static void CheckWindows(string name, Size2D window, Size2D step, Size2D distance, Size2D border)
    {
        foreach (Size2D size in (Size2D[])[window, step, distance])
            if (size.Height < 1 || size.Width < 1)
                throw new ArgumentOutOfRangeException(nameof(window), window,
                    $"{name}: a window of {window} with steps {step} and distances {distance} is impossible: all of them must be positive.");
        if (border.Height < 0 || border.Width < 0)
            throw new ArgumentOutOfRangeException(nameof(border), border, $"{name}: the padding must not be negative, but is {border}.");
    }

    private static JsonArray Pair(Size2D size) => new(size.Height, size.Width);

    private static string Name(DataFormat format) => ChoiceTexts<DataFormat>.Of(format);
}
