using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Where the condition (input 0) is not 0 the second input, elsewhere the third; with broadcasting.</summary>
internal sealed record SelectOp : Op
{
    public override string Name => "select";

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(BinaryOp.Broadcast(inputs[0].Shape, BinaryOp.Broadcast(inputs[1].Shape, inputs[2].Shape)))];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value mask = node.Inputs[0], x = node.Inputs[1], y = node.Inputs[2], gradient = outputGradients[0]!;
        return
        [
            null,
            needed.Contains(x) ? graph.SumTo(graph.KeepWhere(mask, gradient), x.Shape) : null,
            needed.Contains(y) ? graph.SumTo(graph.KeepWhereNot(mask, gradient), y.Shape) : null,
        ];
    }
}
