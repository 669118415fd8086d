using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A convolution, its bias and its activation: inputs images, kernel and bias.</summary>
/// <param name="Geometry">How the kernel moves.</param>
/// <param name="Activation">What is applied to the sums; null for nothing.</param>
internal sealed record Conv2DBiasOp(Conv2DGeometry Geometry, UnaryKind? Activation) : Op
{
    public override string Name => Activation is { } kind ? $"conv2d + {kind.ToString().ToLowerInvariant()}" : "conv2d + bias";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => new Conv2DOp(Geometry).Infer(inputs[..2]);
}
