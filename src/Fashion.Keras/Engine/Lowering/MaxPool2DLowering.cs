using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Max pooling; images are shared out.</summary>
internal sealed unsafe class MaxPool2DLowering : Lowering<MaxPool2DOp>
{
    protected override void Lower(MaxPool2DOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Outputs[0]], position = plan[node.Outputs[1]];
        Partition batch = Rows.Batch(node.Inputs[0]);
        Pool2DWindow window = Pool2DWindows.Of(op.Geometry, node.Inputs[0].Shape, node.Outputs[0].Shape);
        plan.Add(new SharedStep(batch,
            (frame, first, end, _) => MaxPool2D.Forward(frame[x], frame[y], (int*)frame[position], window, first, end),
            Access.Read(x, batch), Access.Write(y, batch), Access.Write(position, batch))
        { Kernels = MaxPool2D.ForwardCode });
    }
}
