using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Convolution, bias, relu (on request) and max-pooling over windows side by side: input 0 images, input 1 kernel, input 2, if
/// there, bias; result 0 the maxima, result 1 the winning places (int32), marked where relu lets no gradient pass.
/// </summary>
internal sealed record PooledConv2DOp(Conv2DGeometry Geometry, Size2D Window, bool Relu) : Op
{
    public override string Name => Relu ? "conv2d + relu + max_pool2d" : "conv2d + max_pool2d";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        (int height, int width) = Geometry.Output(inputs[0].Shape, inputs[1].Shape);
        Shape pooled = new[] { inputs[0].Shape[0], height / Window.Height, width / Window.Width, inputs[1].Shape[3] };
        return [new(pooled), new(pooled, DType.Int32)];
    }
}

/// <summary>
/// Gradient of the images: input 0 kernel, input 1 gradients of the maxima, input 2 winning places.
/// </summary>
internal sealed record PooledConv2DBackwardInputOp(Conv2DGeometry Geometry, Size2D Window, Shape Image) : Op
{
    public override string Name => "conv2d + max_pool2d_backward_input";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Image)];
}

/// <summary>
/// Gradients of the kernel (result 0) and of the bias (result 1): input 0 images, inputs 1 and 2 as of
/// <see cref="PooledConv2DBackwardInputOp"/>.
/// </summary>
internal sealed record PooledConv2DBackwardKernelOp(Conv2DGeometry Geometry, Size2D Window, Shape Kernel) : Op
{
    public override string Name => "conv2d + max_pool2d_backward_kernel";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Kernel), new(new[] { Kernel[3] })];
}
