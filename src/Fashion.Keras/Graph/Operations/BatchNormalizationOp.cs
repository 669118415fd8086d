using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Normalizes over all axes but the last with the batch's own mean and biased variance:
/// y = gamma * (x - mean) / sqrt(variance + epsilon) + beta. Inputs x, gamma, beta (both (channels,)); outputs y, mean,
/// variance. The training form of BatchNormalization; inference is plain element-wise arithmetic.
/// </summary>
internal sealed record BatchNormalizationOp(float Epsilon) : Op
{
    public override string Name => "batch_normalization";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape channels = [inputs[0].Shape[^1]];
        return [new(inputs[0].Shape), new(channels), new(channels)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        if (outputGradients[0] is not { } gradient) return new Value?[3];
        Node backward = graph.AddNode(new BatchNormalizationBackwardOp(Epsilon), node.Inputs[0], node.Inputs[1], node.Outputs[1],
            node.Outputs[2], gradient);
        return [.. backward.Outputs];
    }
}

/// <summary>
/// Gradients through y (not through the reported mean and variance): inputs x, gamma, mean, variance, gradient of y;
/// outputs gradients of x, gamma, beta.
/// </summary>
internal sealed record BatchNormalizationBackwardOp(float Epsilon) : Op
{
    public override string Name => "batch_normalization_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape channels = [inputs[0].Shape[^1]];
        return [new(inputs[0].Shape), new(channels), new(channels)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("batch normalization in training");
}
