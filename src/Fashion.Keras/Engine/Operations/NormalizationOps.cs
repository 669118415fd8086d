using Fashion.Keras.Data;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Batch normalization in training, a sum with a tensor of the same shape (input 3, if there) and relu: y = relu(normalized + shortcut).
/// Inputs and outputs are otherwise those of <see cref="BatchNormalizationOp"/>.
/// </summary>
internal sealed record NormalizedReluOp(float Epsilon) : Op
{
    public override string Name => "batch_normalization + relu";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => new BatchNormalizationOp(Epsilon).Infer(inputs[..3]);
}

/// <summary>
/// Gradients of <see cref="NormalizedReluOp"/> without a sum: inputs x, gamma, mean, variance, gradient of y, beta; outputs are those of
/// <see cref="BatchNormalizationBackwardOp"/>.
/// </summary>
internal sealed record NormalizedReluBackwardOp(float Epsilon) : Op
{
    public override string Name => "batch_normalization + relu_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => new BatchNormalizationBackwardOp(Epsilon).Infer(inputs[..5]);
}
