using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>matmul(x, weight) + bias, with the activation behind it: one <see cref="DenseOp"/>.</summary>
internal sealed class DensePeephole : IPeephole
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not MatMulOp { TransposeLeft: false, TransposeRight: false } || node.Inputs[1] is not { Producer.Op: VariableOp, Shape.Rank: 2 } weight) return false;
        Node last = node;
        Value? bias = null;
        if (graph.OnlyUser(last.Output) is { Op: BinaryOp { Kind: BinaryKind.Add } } sum && sum.Inputs[0] == last.Output
            && sum.Inputs[1] is { Producer.Op: VariableOp, Shape.Rank: 1 } && graph.MayReadAt(weight, sum))
        {
            bias = sum.Inputs[1];
            last = sum;
        }
        UnaryKind? activation = null;
        if (graph.OnlyUser(last.Output) is { Op: UnaryOp op } function && graph.MayReadAt(weight, function) && (bias is null || graph.MayReadAt(bias, function)))
        {
            activation = op.Kind;
            last = function;
        }
        Node dense = graph.InsertBefore(last, new DenseOp(activation), bias is null ? [node.Inputs[0], weight] : [node.Inputs[0], weight, bias]);
        graph.Replace(last.Output, dense.Output);
        return true;
    }
}
