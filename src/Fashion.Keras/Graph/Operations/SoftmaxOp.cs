using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>exp(x - max) / sum over the last axis; with Log the logarithm of that, computed without overflow.</summary>
internal sealed record SoftmaxOp(bool Log = false) : Op
{
    public override string Name => Log ? "log_softmax" : "softmax";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        // softmax: y (g - sum of g y); its logarithm: g - e^y sum of g.
        Value y = node.Output, gradient = outputGradients[0]!;
        Shape last = [y.Shape.Rank - 1];
        return Log
            ? [graph.Minus(gradient, graph.Times(graph.Apply(UnaryKind.Exp, y), graph.SumKeeping(gradient, last)))]
            : [graph.Times(y, graph.Minus(gradient, graph.SumKeeping(graph.Times(gradient, y), last)))];
    }
}
