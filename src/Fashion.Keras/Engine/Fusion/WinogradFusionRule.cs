using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Convolutions with 3 x 3 kernels, stride 1 and enough channels, with a bias and an activation after them, and their gradients, and
/// convolutions with kernels of one row: a <see cref="WinogradOp"/> each. Results of few
/// images are left to the direct way, which cuts images into rows for all workers and transforms no kernel.
/// </summary>
internal sealed class WinogradFusionRule : IFusionRule
{
    // Below it the direct way is faster with two workers.
    private const int LeastImages = 8;

    public bool TryRewrite(Node node, GraphEditor graph)
    {
        Conv2DSizes? sizes = node.Op switch
        {
            Conv2DOp op => Conv2DLowering.Sizes(op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape, node.Output.Shape),
            Conv2DBackwardInputOp op => Conv2DLowering.Sizes(op.Geometry, op.Image, node.Inputs[0].Shape, node.Inputs[1].Shape),
            Conv2DBackwardKernelOp op => Conv2DLowering.Sizes(op.Geometry, node.Inputs[0].Shape, op.Kernel, node.Inputs[1].Shape),
            _ => null,
        };
        if (sizes is not { } fitting || !(Winograd.Fits(fitting) || (node.Op is Conv2DOp && Winograd.FitsLine(fitting)))
            || (node.Op is Conv2DOp && fitting.Batch < LeastImages)
            || (node.Op is Conv2DBackwardInputOp && !Winograd.Fits(WinogradLowering.Rotated(fitting)))) return false;
        if (node.Op is Conv2DOp { Geometry: var geometry } && Epilogue.After(node, node.Inputs[1], graph) is { Bias: { } bias } after)
        {
            var op = new WinogradOp(new Conv2DBiasOp(geometry, after.Activation));
            graph.Replace(after.Last.Output, graph.InsertBefore(after.Last, op, node.Inputs[0], node.Inputs[1], bias).Output);
            return true;
        }
        graph.Replace(node.Output, graph.InsertBefore(node, new WinogradOp(node.Op), [.. node.Inputs]).Output);
        return true;
    }
}
