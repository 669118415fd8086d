namespace Fashion.Keras.Layers;

/// <summary>Tensors with a batch axis, spatial axes and a channel axis: checks and shapes.</summary>
internal static class SpatialInput
{
    private static readonly string[][] AxisNames = [["steps"], ["height", "width"], ["depth", "height", "width"]];

    /// <summary>The shape with its channels last, if it has the right number of axes; otherwise an error that says how to help.</summary>
    public static Shape ChannelsLast(Layer layer, Shape shape, int spatialRank, DataFormat format)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Rank == spatialRank + 2) return format == DataFormat.ChannelsLast ? shape : Turn(shape);
        IEnumerable<string> spatial = AxisNames[spatialRank - 1];
        string axes = string.Join(", ", format == DataFormat.ChannelsLast ? spatial.Append("channels") : spatial.Prepend("channels"));
        string hint = shape.Rank == spatialRank + 1 && shape.Rank > 1
            ? $" Add a channel axis: reshape samples of {shape[1..]} to " +
                $"{(format == DataFormat.ChannelsLast ? Shape.Create([.. shape[1..], 1]) : shape[1..].Prepend(1))}."
            : "";
        throw new ShapeMismatchException(
            $"Layer '{layer.Name}' ({layer.ClassName}) needs inputs (batch, {axes}), {spatialRank + 2} axes, but got {shape}.{hint}")
        { LayerName = layer.Name, Received = shape };
    }

    /// <summary>A channels-last shape in the given format.</summary>
    public static Shape InFormat(Shape channelsLast, DataFormat format) =>
        format == DataFormat.ChannelsLast ? channelsLast : (int[])[channelsLast[0], channelsLast[^1], .. channelsLast[1..^1]];

    /// <summary>The shape of images whose height and width become these; unknown sizes may be.</summary>
    public static Shape Resized(Layer layer, Shape shape, Size2D size, DataFormat format)
    {
        Shape images = ChannelsLast(layer, shape, 2, format);
        return InFormat([images[0], size.Height, size.Width, images[3]], format);
    }

    /// <summary>The spatial sizes that come out of a convolution.</summary>
    /// <param name="layer">The layer, for messages.</param>
    /// <param name="inputShape">Shape of the input as it was given, for messages.</param>
    /// <param name="image">The same with the channels last.</param>
    /// <param name="kernelSize">Size of the window.</param>
    /// <param name="dilation">Distance between the window's cells.</param>
    /// <param name="outputSize">What becomes of the size of an axis.</param>
    /// <exception cref="ShapeMismatchException">The window does not fit.</exception>
    public static Shape ConvolvedSizes(Layer layer, Shape inputShape, Shape image, Shape kernelSize, Shape dilation,
        Func<int, int, int> outputSize)
    {
        var sizes = new int[kernelSize.Rank];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = outputSize(axis, image[axis + 1]);
            if (sizes[axis] is < 1 and not Shape.Unknown || image[axis + 1] == 0)
                throw new ShapeMismatchException($"Layer '{layer.Name}' ({layer.ClassName}): a kernel of {kernelSize} with dilation " +
                    $"{dilation} does not fit into the input {inputShape}. Use a smaller kernel, Padding.Same or a larger input.")
                { LayerName = layer.Name, Received = inputShape };
        }
        return sizes;
    }

    private static Shape Turn(Shape channelsFirst) => (int[])[channelsFirst[0], .. channelsFirst[2..], channelsFirst[1]];
}
