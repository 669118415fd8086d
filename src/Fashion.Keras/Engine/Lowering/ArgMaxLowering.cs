using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The place of the largest score of each row; samples are shared out.</summary>
internal sealed unsafe class ArgMaxLowering : Lowering<ArgMaxOp>
{
    protected override void Lower(ArgMaxOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = ScoreRows.Samples(node.Inputs[0]);
        (int rows, int width) = ScoreRows.Inner(node.Inputs[0]);
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint row = (nint)first * rows;
            ClassRows.ArgMax(frame[x] + row * width, frame[y] + row, (end - first) * rows, width);
        }, Access.Read(x, batch), Access.Write(y, batch)));
    }
}
