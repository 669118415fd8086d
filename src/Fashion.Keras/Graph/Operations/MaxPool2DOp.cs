using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Numbers of a 2-D pooling over NHWC images, resolved: window, strides, rows and columns of padding around the image.</summary>
internal readonly record struct Pool2DGeometry(Size2D Window, Size2D Strides, int PadTop, int PadBottom, int PadLeft, int PadRight)
{
    public Shape Output(Shape image)
    {
        if (image.Rank != 4) throw new ShapeMismatchException($"2-D pooling needs images (batch, height, width, channels), not {image}.");
        long height = (long)image[1] + PadTop + PadBottom - Window.Height, width = (long)image[2] + PadLeft + PadRight - Window.Width;
        if (height < 0 || width < 0) throw new ShapeMismatchException($"A pooling window of {Window} does not fit into images of shape " +
            $"{image}; use a smaller window or padding.");
        return new[] { image[0], (int)(height / Strides.Height) + 1, (int)(width / Strides.Width) + 1, image[3] };
    }
}

/// <summary>
/// Largest number of every window and channel (padding never wins), and where in its window it was: row * window width +
/// column, the first of equals, as int32. A NaN in the window wins.
/// </summary>
internal sealed record MaxPool2DOp(Pool2DGeometry Geometry) : Op
{
    public override string Name => "max_pool2d";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape output = Geometry.Output(inputs[0].Shape);
        return [new(output), new(output, DType.Int32)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [outputGradients[0] is { } gradient
            ? graph.Add(new MaxPool2DBackwardOp(Geometry, node.Inputs[0].Shape), node.Outputs[1], gradient)
            : null];
}

/// <summary>Sends each gradient to the place that won its window: inputs position (int32) and output gradient.</summary>
internal sealed record MaxPool2DBackwardOp(Pool2DGeometry Geometry, Shape Image) : Op
{
    public override string Name => "max_pool2d_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Image)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("max pooling");
}
