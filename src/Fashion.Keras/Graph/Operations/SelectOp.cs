using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// One tensor where a condition holds, another one elsewhere. Inputs: the condition (what is not 0 holds), the tensor where it holds, and
/// the other one; their shapes broadcast. Output: of the combined shape.
/// </summary>
[Experimental(ExperimentalApi.Engines)]
public sealed record SelectOp : Op
{
    /// <inheritdoc/>
    public override string Name => "select";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) =>
        [new(BinaryOp.Broadcast(inputs[0].Shape, BinaryOp.Broadcast(inputs[1].Shape, inputs[2].Shape)))];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
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
