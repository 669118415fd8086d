using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>matmul(x, weight) + bias, with the activation after it: one <see cref="DenseOp"/>.</summary>
internal sealed class DenseFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not MatMulOp { TransposeLeft: false, TransposeRight: false }
            || node.Inputs[1] is not { Producer.Op: VariableOp, Shape.Rank: 2 } weight) return false;
        Epilogue after = Epilogue.After(node, weight, graph);
        Node dense = graph.InsertBefore(after.Last, new DenseOp(after.Activation),
            after.Bias is { } bias ? [node.Inputs[0], weight, bias] : [node.Inputs[0], weight]);
        graph.Replace(after.Last.Output, dense.Output);
        return true;
    }
}
