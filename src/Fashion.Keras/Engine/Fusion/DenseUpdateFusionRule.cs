using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// An optimizer step on a weight in panels whose gradient is matmul(x^T, dy) and has no other user: one <see cref="DenseUpdateOp"/>.
/// </summary>
internal sealed class DenseUpdateFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (!IsStep(node.Op)) return false;
        Value gradient = node.Inputs[0];
        if (gradient.Producer is not { Op: MatMulOp { TransposeLeft: true, TransposeRight: false } } product
            || graph.OnlyUser(gradient) is null || gradient.Shape.Rank != 2) return false;
        if (node.Op.Written.Any(v => ManagedPlacement.Of(v)?.Layout is not PanelLayout)) return false;
        if (!product.Inputs.All(i => graph.MayReadAt(i, node))) return false;
        graph.InsertBefore(node, new DenseUpdateOp(node.Op), product.Inputs[0], product.Inputs[1], node.Inputs[1]);
        graph.Remove(node);
        return true;
    }

    // The zeros that fill up the layout stay zeros under a step with a gradient of 0, if nothing divides by 0.
    private static bool IsStep(Op op) => op is AdamUpdateOp { Epsilon: > 0 } or SgdUpdateOp;
}
