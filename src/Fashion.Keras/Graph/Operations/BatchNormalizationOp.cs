using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Normalizes over all axes but the last with the batch's own mean and biased variance: y = gamma (x - mean) / sqrt(variance + epsilon) +
/// beta. Inputs: x (..., channels), gamma and beta, both (channels,). Outputs: y, of x's shape, mean and variance, both (channels,). The
/// form of training; inference is element-wise arithmetic.
/// </summary>
/// <param name="Epsilon">What is added to the variance.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record BatchNormalizationOp(float Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Name => "batch_normalization";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape channels = [inputs[0].Shape[^1]];
        return [new(inputs[0].Shape), new(channels), new(channels)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        if (outputGradients[0] is not { } gradient) return new Value?[3];
        Node backward = graph.AddNode(new BatchNormalizationBackwardOp(Epsilon), node.Inputs[0], node.Inputs[1], node.Outputs[1],
            node.Outputs[2], gradient);
        return [.. backward.Outputs];
    }
}

/// <summary>
/// Gradients of <see cref="BatchNormalizationOp"/> through y, not through the reported mean and variance. Inputs: x, gamma, mean, variance,
/// gradient of y. Outputs: gradients of x, gamma and beta, of their shapes.
/// </summary>
/// <param name="Epsilon">What was added to the variance.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record BatchNormalizationBackwardOp(float Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Name => "batch_normalization_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape channels = [inputs[0].Shape[^1]];
        return [new(inputs[0].Shape), new(channels), new(channels)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("batch normalization in training");
}
