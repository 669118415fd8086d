using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Crossentropy of one-hot or soft targets, one value per row. Inputs: scores (rows..., classes) and targets y of the same shape. Output:
/// (rows...). Probabilities p: -sum(y log(clip(p / sum p, 1e-7, 1 - 1e-7))). Logits: -sum(y log_softmax).
/// </summary>
/// <param name="FromLogits">Whether scores are logits; else they are probabilities.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record CrossentropyOp(bool FromLogits) : Op
{
    /// <summary>Probabilities are limited to this distance from 0 and 1.</summary>
    internal const float Smallest = 1e-7f;

    /// <inheritdoc/>
    public override string Name => "crossentropy";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape != inputs[1].Shape)
            throw new ShapeMismatchException($"Scores of shape {inputs[0].Shape} need targets of the same shape, not {inputs[1].Shape}.");
        return [new(inputs[0].Shape[..^1])];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
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

/// <summary>
/// Gradient of <see cref="CrossentropyOp"/> with respect to the scores; of probabilities 0 where they are clipped. Inputs: scores, targets,
/// gradient per row. Output: of the scores' shape.
/// </summary>
/// <param name="FromLogits">Whether scores are logits; else they are probabilities.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record CrossentropyBackwardOp(bool FromLogits) : Op
{
    /// <inheritdoc/>
    public override string Name => "crossentropy_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("the crossentropy of probabilities");
}
