using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A convolution, or one of its gradients, done by minimal filtering.</summary>
/// <param name="Direct">What it computes: <see cref="Conv2DOp"/>, <see cref="Conv2DBiasOp"/>, <see cref="Conv2DBackwardInputOp"/> or
/// <see cref="Conv2DBackwardKernelOp"/>.</param>
internal sealed record WinogradOp(Op Direct) : Op
{
    public override string Name => $"{Direct.Name} (winograd)";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => Direct.Infer(inputs);
}
