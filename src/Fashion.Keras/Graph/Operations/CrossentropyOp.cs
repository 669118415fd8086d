using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Crossentropy of one-hot or soft targets, one value per row: input 0 scores (rows..., classes), input 1 targets of the same
/// shape. Probabilities: -sum(y * log(clip(p / sum p, 1e-7, 1 - 1e-7))), with gradient 0 where clipped. Logits:
/// -sum(y * log_softmax).
/// </summary>
internal sealed record CrossentropyOp(bool FromLogits) : Op
{
    /// <summary>Probabilities are limited to this distance from 0 and 1.</summary>
    public const float Smallest = 1e-7f;

    public override string Name => "crossentropy";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape != inputs[1].Shape)
            throw new ShapeMismatchException($"Scores of shape {inputs[0].Shape} need targets of the same shape, not {inputs[1].Shape}.");
        return [new(inputs[0].Shape[..^1])];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value scores = node.Inputs[0], targets = node.Inputs[1], gradient = outputGradients[0]!;
        return
        [
            needed.Contains(scores) ? graph.Add(new CrossentropyBackwardOp(FromLogits), scores, targets, gradient) : null,
            needed.Contains(targets) ? graph.Times(graph.Apply(UnaryKind.Negate, Logarithms(graph, scores)),
                graph.Reshape(gradient, (int[])[.. gradient.Shape, 1])) : null,
        ];
    }

    private Value Logarithms(GraphBuilder graph, Value scores)
    {
        if (FromLogits) return graph.Add(new SoftmaxOp(Log: true), scores);
        Value shares = graph.Over(scores, graph.SumKeeping(scores, [scores.Shape.Rank - 1]));
        Value limited = graph.Add(new BinaryOp(BinaryKind.Minimum),
            graph.Add(new BinaryOp(BinaryKind.Maximum), shares, graph.Constant(Smallest)), graph.Constant(1 - Smallest));
        return graph.Apply(UnaryKind.Log, limited);
    }
}

/// <summary>Gradient of <see cref="CrossentropyOp"/> with respect to the scores: inputs scores, targets, gradient per row.</summary>
internal sealed record CrossentropyBackwardOp(bool FromLogits) : Op
{
    public override string Name => "crossentropy_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("the crossentropy of probabilities");
}
