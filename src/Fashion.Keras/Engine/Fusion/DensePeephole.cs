using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>matmul(x, weight) + bias, with the activation behind it: one <see cref="DenseOp"/>.</summary>
internal sealed class DensePeephole : IPeephole
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not MatMulOp { TransposeLeft: false, TransposeRight: false }
            || node.Inputs[1] is not { Producer.Op: VariableOp, Shape.Rank: 2 } weight) return false;
        Epilogue behind = Epilogue.Behind(node, weight, graph);
        Node dense = graph.InsertBefore(behind.Last, new DenseOp(behind.Activation),
            behind.Bias is { } bias ? [node.Inputs[0], weight, bias] : [node.Inputs[0], weight]);
        graph.Replace(behind.Last.Output, dense.Output);
        return true;
    }
}
