using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Softmax and its logarithm; samples are shared out.</summary>
internal sealed unsafe class SoftmaxLowering : Lowering<SoftmaxOp>
{
    protected override void Lower(SoftmaxOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Output);
        (int rows, int width) = ScoreRows.Inner(node.Output);
        bool log = op.Log;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint at = (nint)first * rows * width;
            if (log) Softmax.LogForward(frame[x] + at, frame[y] + at, (end - first) * rows, width);
            else Softmax.Forward(frame[x] + at, frame[y] + at, (end - first) * rows, width);
        }, Access.Read(x, batch), Access.Write(y, batch))
        { Kernels = log ? null : Softmax.ForwardCode });
    }
}
