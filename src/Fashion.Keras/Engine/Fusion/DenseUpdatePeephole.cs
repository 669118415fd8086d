using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// An optimizer step whose gradient is matmul(x^T, dy) and is needed by nobody else: one <see cref="DenseUpdateOp"/>. Only where
/// all who read the weight understand its layout: products with it, in either direction.
/// </summary>
internal sealed class DenseUpdatePeephole : IPeephole
{
    // Smaller weights gain nothing.
    private const int LeastUnits = 16, LeastCount = 4096;

    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (!IsStep(node.Op)) return false;
        Value gradient = node.Inputs[0];
        if (gradient.Producer is not { Op: MatMulOp { TransposeLeft: true, TransposeRight: false } } product || graph.OnlyUser(gradient) is null || gradient.Shape.Rank != 2) return false;
        Variable weight = node.Op.Written[0];
        if (weight.Shape[1] < LeastUnits || weight.Shape.ElementCount < LeastCount) return false;
        if (!node.Op.Written.All(v => IsUsedByProductsOnly(v, node, graph))) return false;
        graph.InsertBefore(node, new DenseUpdateOp(node.Op), product.Inputs[0], product.Inputs[1], node.Inputs[1]);
        graph.Remove(node);
        return true;
    }

    // The zeros that fill up the layout stay zeros under a step with a gradient of 0, if nothing divides by 0.
    private static bool IsStep(Op op) => op is AdamUpdateOp { Epsilon: > 0 } or SgdUpdateOp;

    private static bool IsUsedByProductsOnly(Variable variable, Node step, GraphEditor graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node != step && node.Op.Written.Contains(variable)) return false;
            if (node.Op is VariableOp op && op.Variable == variable && !(!graph.IsOutput(node.Output) && graph.Users(node.Output).All(u => IsProduct(u, node.Output)))) return false;
        }
        return true;
    }

    private static bool IsProduct(Node user, Value weight) =>
        user.Inputs[0] != weight && user.Inputs[1] == weight && user.Op is DenseOp or MatMulOp { TransposeLeft: false } && user.Inputs.Count(i => i == weight) == 1;
}
