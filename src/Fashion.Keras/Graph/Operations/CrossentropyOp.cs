using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Crossentropy of one-hot or soft targets, one value per row: input 0 scores (rows..., classes), input 1 targets of the same
/// shape. Probabilities: -sum(y * log(clip(p / sum p, 1e-7, 1 - 1e-7))), with gradient 0 where clipped. Logits:
/// -sum(y * log_softmax).
/// </summary>
internal sealed record CrossentropyOp(bool FromLogits) : Op
{
    public override string Name => "crossentropy";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape != inputs[1].Shape) throw new ShapeMismatchException($"Scores of shape {inputs[0].Shape} need targets of the same shape, not {inputs[1].Shape}.");
        return [new(inputs[0].Shape[..^1])];
    }

    /// <summary>With respect to the scores only: targets are data.</summary>
    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new CrossentropyBackwardOp(FromLogits), node.Inputs[0], node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>Gradient of <see cref="CrossentropyOp"/> with respect to the scores: inputs scores, targets, gradient per row.</summary>
internal sealed record CrossentropyBackwardOp(bool FromLogits) : Op
{
    public override string Name => "crossentropy_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) => throw OnlyOnce("the crossentropy of probabilities");
}
