using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of average pooling; images are shared out.</summary>
internal sealed unsafe class AveragePool2DBackwardLowering : Lowering<AveragePool2DBackwardOp>
{
    protected override void Lower(AveragePool2DBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot dy = plan[node.Inputs[0]], dx = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Pool2DWindows.Of(op.Geometry, op.Image, node.Inputs[0].Shape);
        plan.Add(new SharedStep(batch, (frame, first, end, _) => AveragePool2D.Backward(frame[dy], frame[dx], window, first, end),
            Access.Read(dy, batch), Access.Write(dx, batch))
        { Kernels = AveragePool2D.BackwardCode });
    }
}
