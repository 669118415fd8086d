using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>
/// Crossentropy of class numbers, one value per row: input 0 scores (rows..., classes), input 1 class numbers (rows...).
/// Probabilities: -log(clip(p / sum p, 1e-7, 1 - 1e-7))[class], with gradient 0 where clipped. Logits: -log_softmax[class].
/// A class number out of range gives NaN.
/// </summary>
internal sealed record SparseCrossentropyOp(bool FromLogits) : Op
{
    public override string Name => "sparse_crossentropy";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape[..^1] != inputs[1].Shape)
            throw new ShapeMismatchException(
                $"Scores of shape {inputs[0].Shape} need class numbers of shape {inputs[0].Shape[..^1]}, not {inputs[1].Shape}.");
        return [new(inputs[1].Shape)];
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new SparseCrossentropyBackwardOp(FromLogits), node.Inputs[0], node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>
/// Gradient of <see cref="SparseCrossentropyOp"/> with respect to the scores: inputs scores, class numbers, gradient per row.
/// </summary>
internal sealed record SparseCrossentropyBackwardOp(bool FromLogits) : Op
{
    public override string Name => "sparse_crossentropy_backward";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("the crossentropy with class numbers");
}
