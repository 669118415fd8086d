using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// A recurrent loop over inputs that a dense layer without activation projects: the loop makes each step's projection just before it uses
/// it, so it never leaves the cache. The gradient of the loop does not read it, and gets another value of its shape.
/// </summary>
internal sealed class ProjectedLoopFusionRule : IFusionRule
{
    /// <summary>With fewer samples the rows of a step do not fill a tile.</summary>
    public const int LeastSamples = 16;

    // A kernel that every step reads again must stay in the cache, next to the recurrent one.
    private const int MostWeights = 1 << 16;

    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not RecurrentLoopOp loop || graph.IsOutput(node.Inputs[0])) return false;
        Value projected = node.Inputs[0];
        Node dense = projected.Producer;
        Value? bias = null;
        // The bias of a gated unit is half of a variable, which no dense layer takes.
        if (dense is { Op: BinaryOp { Kind: BinaryKind.Add } } sum && sum.Inputs[1].Shape.Rank == 1
            && sum.Inputs[1].Shape[0] == projected.Shape[2] && graph.OnlyUser(sum.Inputs[0]) is not null)
            (dense, bias) = (sum.Inputs[0].Producer, sum.Inputs[1]);
        if (dense.Op is not DenseOp { Activation: null } || (bias is not null && dense.Inputs.Length > 2)) return false;
        Value x = dense.Inputs[0], kernel = dense.Inputs[1];
        if (dense.Inputs.Length > 2) bias = dense.Inputs[2];
        if (x.Shape.Rank != 3 || x.Shape[0] < LeastSamples || kernel.Shape.ElementCount > MostWeights || !DenseLowering.IsPanels(kernel))
            return false;
        foreach (Node user in graph.Users(projected))
            if (user != node && !(user.Op is RecurrentLoopBackwardOp && user.Inputs.LastIndexOf(projected) == 0)) return false;
        Value[] projection = bias is null ? [kernel] : [kernel, bias];
        if (!graph.MayReadAt(x, node)) return false;
        foreach (Value weight in projection)
            if (!graph.MayReadAt(weight, node)) return false;
        Node fused = graph.InsertBefore(node, new ProjectedLoopOp(loop, bias is not null),
            [x, .. node.Inputs.AsSpan()[1..], .. projection]);
        for (int i = 0; i < node.Outputs.Length; i++) graph.Replace(node.Outputs[i], fused.Outputs[i]);
        // The gates; the loop without gates has a sequence of that shape.
        graph.Replace(projected, fused.Outputs[loop.Saved > 0 ? 1 + loop.States : 0]);
        return true;
    }
}
