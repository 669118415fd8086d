using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Normalizes every row with its own mean and biased variance: y = gamma (x - mean) / sqrt(variance + epsilon) + beta. Inputs: x (...,
/// width), gamma and beta, both (width,). Outputs: y, of x's shape, and for the gradient alone the mean and 1 / sqrt(variance + epsilon) of
/// every row (..., 2). Source: Ba et al. 2016 (arXiv:1607.06450).
/// </summary>
/// <param name="Epsilon">What is added to the variance.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record LayerNormalizationOp(float Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Name => "layer_normalization";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank == 0 || x[^1] < 1)
            throw new ShapeMismatchException($"Layer normalization needs rows of one number or more, and {x} has none.") { Received = x };
        Shape width = [x[^1]];
        if (inputs[1].Shape != width || inputs[2].Shape != width)
            throw new ShapeMismatchException($"Layer normalization of {x} needs gamma and beta of shape {width}, not {inputs[1].Shape} " +
                $"and {inputs[2].Shape}.")
            { Received = x };
        return [new(x), new([.. x[..^1], 2])];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        outputGradients[0] is { } gradient
            ? [.. graph.AddNode(new LayerNormalizationBackwardOp(Epsilon), [.. node.Inputs, node.Outputs[1], gradient]).Outputs]
            : new Value?[3];

    /// <summary>The same, written with other operations.</summary>
    internal static Value Formula(GraphBuilder graph, float epsilon, ReadOnlySpan<Value> inputs)
    {
        var mean = new ReduceOp(ReduceKind.Mean, [inputs[0].Shape.Rank - 1], KeepDimensions: true);
        Value centered = graph.Add(new BinaryOp(BinaryKind.Subtract), inputs[0], graph.Add(mean, inputs[0]));
        Value variance = graph.Plus(graph.Add(mean, graph.Times(centered, centered)), graph.Constant(epsilon));
        Value scaled = graph.Times(graph.Times(centered, graph.Add(new UnaryOp(UnaryKind.Rsqrt), variance)), inputs[1]);
        return graph.Plus(scaled, inputs[2]);
    }
}

/// <summary>
/// Gradients of <see cref="LayerNormalizationOp"/>. Inputs: x, gamma, beta, what it saved, and the gradient of y. Outputs: gradients of x,
/// gamma and beta, of their shapes.
/// </summary>
/// <param name="Epsilon">What was added to the variance.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record LayerNormalizationBackwardOp(float Epsilon) : Op
{
    /// <inheritdoc/>
    public override string Name => "layer_normalization_backward";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(inputs[0].Shape), new(inputs[1].Shape), new(inputs[2].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        SecondGradients.Of(graph, node, outputGradients, inputs => LayerNormalizationOp.Formula(graph, Epsilon, inputs));
}
