using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>conv2d + bias, with the activation behind it: one <see cref="Conv2DBiasOp"/>. Left alone are convolutions that other kernels take.</summary>
internal sealed class Conv2DPeephole : IPeephole
{
    public bool TryRewrite(Node node, GraphEditor graph)
    {
        if (node.Op is not Conv2DOp { Geometry: var geometry } || Depthwise.Fits(Conv2DLowering.Sizes(geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape))) return false;
        if (graph.OnlyUser(node.Output) is not { Op: BinaryOp { Kind: BinaryKind.Add } } sum || sum.Inputs[0] != node.Output || sum.Inputs[1] is not { Producer.Op: VariableOp, Shape.Rank: 1 } bias) return false;
        if (bias.Shape[0] != node.Output.Shape[3] || !graph.MayReadAt(node.Inputs[1], sum)) return false;
        Node last = sum;
        UnaryKind? activation = null;
        if (graph.OnlyUser(sum.Output) is { Op: UnaryOp op } function && graph.MayReadAt(node.Inputs[1], function) && graph.MayReadAt(bias, function))
        {
            activation = op.Kind;
            last = function;
        }
        graph.Replace(last.Output, graph.InsertBefore(last, new Conv2DBiasOp(geometry, activation), node.Inputs[0], node.Inputs[1], bias).Output);
        return true;
    }
}
