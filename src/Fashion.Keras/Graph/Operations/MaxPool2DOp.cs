using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Numbers of a 2-D pooling over images (batch, height, width, channels), resolved.</summary>
/// <param name="Window">Size of a window.</param>
/// <param name="Strides">Steps between windows.</param>
/// <param name="PadTop">Rows before the image.</param>
/// <param name="PadBottom">Rows after the image.</param>
/// <param name="PadLeft">Columns before the image.</param>
/// <param name="PadRight">Columns after the image.</param>
[Experimental(ExperimentalApi.Engines)]
public readonly record struct Pool2DGeometry(Size2D Window, Size2D Strides, int PadTop, int PadBottom, int PadLeft, int PadRight)
{
    internal Shape Output(Shape image)
    {
        if (image.Rank != 4) throw new ShapeMismatchException($"2-D pooling needs images (batch, height, width, channels), not {image}.");
        long height = (long)image[1] + PadTop + PadBottom - Window.Height, width = (long)image[2] + PadLeft + PadRight - Window.Width;
        if (height < 0 || width < 0) throw new ShapeMismatchException($"A pooling window of {Window} does not fit into images of shape " +
            $"{image}; use a smaller window or padding.");
        return new[] { image[0], (int)(height / Strides.Height) + 1, (int)(width / Strides.Width) + 1, image[3] };
    }
}

/// <summary>
/// Largest number of every window and channel (padding never wins, a NaN in the window does), and where in its window it was: row * window
/// width + column, the first of equals. Input: images (batch, height, width, channels). Outputs: the numbers and, as int32, the places,
/// both (batch, rows of windows, columns of windows, channels).
/// </summary>
/// <param name="Geometry">Windows and padding.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record MaxPool2DOp(Pool2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "max_pool2d";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape output = Geometry.Output(inputs[0].Shape);
        return [new(output), new(output, DType.Int32)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [outputGradients[0] is { } gradient
            ? graph.Add(new MaxPool2DBackwardOp(Geometry, node.Inputs[0].Shape), node.Outputs[1], gradient)
            : null];
}

/// <summary>
/// Gradient of <see cref="MaxPool2DOp"/>: each gradient goes to the place that won its window. Inputs: the places (int32) and the gradient
/// of the numbers. Output: of the images' shape.
/// </summary>
/// <param name="Geometry">Windows and padding.</param>
/// <param name="Image">Shape of the images.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record MaxPool2DBackwardOp(Pool2DGeometry Geometry, Shape Image) : Op
{
    /// <inheritdoc/>
    public override string Name => "max_pool2d_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Image)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("max pooling");
}
