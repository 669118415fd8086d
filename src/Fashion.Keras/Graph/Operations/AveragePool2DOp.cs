using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Mean over the cells of every window that lie inside the image, channel by channel; padding is not counted. Input: images (batch, height,
/// width, channels). Output: (batch, rows of windows, columns of windows, channels).
/// </summary>
/// <param name="Geometry">Windows and padding.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AveragePool2DOp(Pool2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "average_pool2d";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Geometry.Output(inputs[0].Shape))];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AveragePool2DBackwardOp(Geometry, node.Inputs[0].Shape), outputGradients[0]!)];
}

/// <summary>
/// Gradient of <see cref="AveragePool2DOp"/>: each gradient is spread evenly over the cells of its window that lie inside the image. Input:
/// the gradient of the result. Output: of the images' shape.
/// </summary>
/// <param name="Geometry">Windows and padding.</param>
/// <param name="Image">Shape of the images.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AveragePool2DBackwardOp(Pool2DGeometry Geometry, Shape Image) : Op
{
    /// <inheritdoc/>
    public override string Name => "average_pool2d_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Image)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new AveragePool2DOp(Geometry), outputGradients[0]!)];
}
