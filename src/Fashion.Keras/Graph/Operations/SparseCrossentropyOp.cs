using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Crossentropy of class numbers, one value per row. Inputs: scores (rows..., classes) and class numbers (rows...), floats. Output:
/// (rows...). Probabilities p: -log(clip(p / sum p, 1e-7, 1 - 1e-7))[class]. Logits: -log_softmax[class]. A class number out of range gives
/// NaN.
/// </summary>
/// <param name="FromLogits">Whether scores are logits; else they are probabilities.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SparseCrossentropyOp(bool FromLogits) : Op
{
    /// <inheritdoc/>
    public override string Name => "sparse_crossentropy";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape[..^1] != inputs[1].Shape)
            throw new ShapeMismatchException(
                $"Scores of shape {inputs[0].Shape} need class numbers of shape {inputs[0].Shape[..^1]}, not {inputs[1].Shape}.");
        return [new(inputs[1].Shape)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [graph.Add(new SparseCrossentropyBackwardOp(FromLogits), node.Inputs[0], node.Inputs[1], outputGradients[0]!), null];
}

/// <summary>
/// Gradient of <see cref="SparseCrossentropyOp"/> with respect to the scores; of probabilities 0 where they are clipped. Inputs: scores,
/// class numbers, gradient per row. Output: of the scores' shape.
/// </summary>
/// <param name="FromLogits">Whether scores are logits; else they are probabilities.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SparseCrossentropyBackwardOp(bool FromLogits) : Op
{
    /// <inheritdoc/>
    public override string Name => "sparse_crossentropy_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        throw OnlyOnce("the crossentropy with class numbers");
}
