using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Numbers of a 2-D convolution over images (batch, height, width, channels), resolved. The kernel is (height, width, channels / groups,
/// filters) and is not flipped; what is padded counts as zeros.
/// </summary>
/// <param name="Strides">Steps of the kernel between results.</param>
/// <param name="Dilation">Distance of the kernel's elements in the image, at least 1.</param>
/// <param name="PadTop">Rows before the image.</param>
/// <param name="PadBottom">Rows after the image.</param>
/// <param name="PadLeft">Columns before the image.</param>
/// <param name="PadRight">Columns after the image.</param>
/// <param name="Groups">Groups of channels: filter f reads those of group f / (filters / groups); as many groups as channels are a
/// depthwise convolution.</param>
[Experimental(ExperimentalApi.Engines)]
public readonly record struct Conv2DGeometry(Size2D Strides, Size2D Dilation, int PadTop, int PadBottom, int PadLeft, int PadRight,
    int Groups)
{
    internal (int Height, int Width) Output(Shape image, Shape kernel) => (
        Positions((long)image[1] + PadTop + PadBottom, Sizes.Extent(kernel[0], Dilation.Height), Strides.Height),
        Positions((long)image[2] + PadLeft + PadRight, Sizes.Extent(kernel[1], Dilation.Width), Strides.Width));

    /// <summary>Checks that the part of a padded image that the kernel reaches fits into a buffer: kernels count with 32 bits.</summary>
    /// <exception cref="ShapeMismatchException">It does not.</exception>
    internal void CheckPadded(Shape image, Shape kernel)
    {
        (int height, int width) = Output(image, kernel);
        int rows = Sizes.Axis((height - 1L) * Strides.Height + Sizes.Extent(kernel[0], Dilation.Height), "A padded axis");
        int columns = Sizes.Axis((width - 1L) * Strides.Width + Sizes.Extent(kernel[1], Dilation.Width), "A padded axis");
        Sizes.Count([Math.Max(rows, image[1]), Math.Max(columns, image[2]), image[3]], "An image with its border");
    }

    /// <summary>Both backward ops are given what the forward one would have produced.</summary>
    internal void CheckResults(Shape image, Shape kernel, Shape results)
    {
        (int height, int width) = Output(image, kernel);
        Shape want = new[] { image[0], height, width, kernel[3] };
        CheckPadded(image, kernel);
        if (results != want)
            throw new ShapeMismatchException($"A convolution of {image} with {kernel} has results of shape {want}, not {results}.");
    }

    // 0 where the window does not fit even once.
    private static int Positions(long size, long window, int stride) =>
        size < window ? 0 : Sizes.Axis((size - window) / stride + 1, "The result of a convolution");
}

/// <summary>
/// Cross-correlation: y[n, i, j, f] = sum over p, q, c of x[n, i s + p d - pad, j s + q d - pad, c] k[p, q, c, f], zeros outside. Inputs:
/// images x (batch, height, width, channels) and kernel k (kernel height, kernel width, channels / groups, filters). Output: y (batch,
/// rows, columns, filters).
/// </summary>
/// <param name="Geometry">Strides s, dilation d, padding, groups.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record Conv2DOp(Conv2DGeometry Geometry) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape image = inputs[0].Shape, kernel = inputs[1].Shape;
        if (image.Rank != 4 || kernel.Rank != 4)
            throw new ShapeMismatchException("A 2-D convolution needs images (batch, height, width, channels) and a kernel (height, " +
                $"width, channels / groups, filters), not {image} and {kernel}.");
        if (Geometry.Groups == 0)
            throw new ShapeMismatchException($"A convolution of each channel needs images with channels, not {image}.")
            { Received = image };
        if (kernel[3] % Geometry.Groups != 0)
            throw new ShapeMismatchException($"A kernel of shape {kernel} cannot be divided into {Geometry.Groups} groups: its " +
                $"{kernel[3]} filters are not a multiple of that.");
        if (image[3] != kernel[2] * Geometry.Groups)
            throw new ShapeMismatchException($"A kernel of shape {kernel} in {Geometry.Groups} group(s) needs images with " +
                $"{kernel[2] * Geometry.Groups} channels, not {image}.");
        (int height, int width) = Geometry.Output(image, kernel);
        if (height <= 0 || width <= 0)
            throw new ShapeMismatchException($"A kernel of shape {kernel} with dilation {Geometry.Dilation} does not fit into images of " +
                $"shape {image}; use smaller kernels or padding.");
        Geometry.CheckPadded(image, kernel);
        return [new(new[] { image[0], height, width, kernel[3] })];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        // The images' gradient comes first: an optimizer step fused into the kernel's gradient must follow its last reader.
        Value images = node.Inputs[0], kernel = node.Inputs[1], gradient = outputGradients[0]!;
        return
        [
            needed.Contains(images) ? graph.Add(new Conv2DBackwardInputOp(Geometry, images.Shape), kernel, gradient) : null,
            needed.Contains(kernel) ? graph.Add(new Conv2DBackwardKernelOp(Geometry, kernel.Shape), images, gradient) : null,
        ];
    }
}

/// <summary>
/// Gradient of <see cref="Conv2DOp"/> with respect to the images; also the transposed convolution. Inputs: kernel and gradient of the
/// result. Output: of the images' shape.
/// </summary>
/// <param name="Geometry">Numbers of the convolution.</param>
/// <param name="Image">Shape of the images.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record Conv2DBackwardInputOp(Conv2DGeometry Geometry, Shape Image) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d_backward_input";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Geometry.CheckResults(Image, inputs[0].Shape, inputs[1].Shape);
        return [new(Image)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value kernel = node.Inputs[0], results = node.Inputs[1], images = outputGradients[0]!;
        Value? resultGradient = needed.Contains(results) ? graph.Add(new Conv2DOp(Geometry), images, kernel) : null;
        Value? kernelGradient = needed.Contains(kernel)
            ? graph.Add(new Conv2DBackwardKernelOp(Geometry, kernel.Shape), images, results)
            : null;
        return [kernelGradient, resultGradient];
    }
}

/// <summary>
/// Gradient of <see cref="Conv2DOp"/> with respect to the kernel. Inputs: images and gradient of the result. Output: of the kernel's shape.
/// </summary>
/// <param name="Geometry">Numbers of the convolution.</param>
/// <param name="Kernel">Shape of the kernel.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record Conv2DBackwardKernelOp(Conv2DGeometry Geometry, Shape Kernel) : Op
{
    /// <inheritdoc/>
    public override string Name => "conv2d_backward_kernel";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Geometry.CheckResults(inputs[0].Shape, Kernel, inputs[1].Shape);
        return [new(Kernel)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value images = node.Inputs[0], results = node.Inputs[1], kernel = outputGradients[0]!;
        return
        [
            needed.Contains(images) ? graph.Add(new Conv2DBackwardInputOp(Geometry, images.Shape), kernel, results) : null,
            needed.Contains(results) ? graph.Add(new Conv2DOp(Geometry), images, kernel) : null,
        ];
    }
}
