using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The gradient of max pooling; images are shared out.</summary>
internal sealed unsafe class MaxPool2DBackwardLowering : Lowering<MaxPool2DBackwardOp>
{
    protected override void Lower(MaxPool2DBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot position = plan[node.Inputs[0]], dy = plan[node.Inputs[1]], dx = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Pool2DWindows.Of(op.Geometry, op.Image, node.Inputs[1].Shape);
        plan.Add(new SharedStep(batch,
            (frame, first, end, _) => MaxPool2D.Backward((int*)frame[position], frame[dy], frame[dx], window, first, end),
            Access.Read(position, batch), Access.Read(dy, batch), Access.Write(dx, batch))
        { Kernels = MaxPool2D.BackwardCode });
    }
}
