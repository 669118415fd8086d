using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// conv2d + bias, with the activation after it: one <see cref="Conv2DBiasOp"/>.
/// </summary>
internal sealed class Conv2DFusionRule : IFusionRule
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not Conv2DOp { Geometry: var geometry }) return false;
        Epilogue after = Epilogue.After(node, node.Inputs[1], graph);
        if (after.Bias is not { } bias) return false;
        graph.Replace(after.Last.Output,
            graph.InsertBefore(after.Last, new Conv2DBiasOp(geometry, after.Activation), node.Inputs[0], node.Inputs[1], bias).Output);
        return true;
    }
}
