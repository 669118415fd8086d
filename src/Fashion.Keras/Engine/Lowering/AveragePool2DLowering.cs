using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Average pooling; images are shared out.</summary>
internal sealed unsafe class AveragePool2DLowering : Lowering<AveragePool2DOp>
{
    protected override void Lower(AveragePool2DOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        Pool2DWindow window = Pool2DWindows.Of(op.Geometry, node.Inputs[0].Shape, node.Output.Shape);
        plan.Add(new SharedStep(batch, (frame, first, end, _) => AveragePool2D.Forward(frame[x], frame[y], window, first, end),
            Access.Read(x, batch), Access.Write(y, batch))
        { Kernels = AveragePool2D.ForwardCode });
    }
}
