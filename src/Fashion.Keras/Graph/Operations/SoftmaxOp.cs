using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// exp(x - max) / sum of these over the last axis, or the logarithm of that, computed without overflow. Input: a tensor (..., size).
/// Output: of the same shape.
/// </summary>
/// <param name="Log">Whether it is the logarithm.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record SoftmaxOp(bool Log = false) : Op
{
    /// <inheritdoc/>
    public override string Name => Log ? "log_softmax" : "softmax";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        // softmax: y (g - sum of g y); its logarithm: g - e^y sum of g.
        Value y = node.Output, gradient = outputGradients[0]!;
        Shape last = [y.Shape.Rank - 1];
        return Log
            ? [graph.Minus(gradient, graph.Times(graph.Apply(UnaryKind.Exp, y), graph.SumKeeping(gradient, last)))]
            : [graph.Times(y, graph.Minus(gradient, graph.SumKeeping(graph.Times(gradient, y), last)))];
    }
}
