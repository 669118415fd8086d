using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Rows with a 1 at the place of a number; samples are shared out.</summary>
internal sealed unsafe class OneHotLowering : Lowering<OneHotOp>
{
    protected override void Lower(OneHotOp op, Node node, PlanBuilder plan)
    {
        Slot indices = plan[node.Inputs[0]], y = plan[node.Output];
        Partition batch = Rows.Batch(node.Inputs[0]);
        int rows = Rows.Length(node.Inputs[0]), depth = op.Depth;
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
            ClassRows.OneHot(frame[indices] + (nint)first * rows, frame[y] + (nint)first * rows * depth, (end - first) * rows, depth),
            Access.Read(indices, batch), Access.Write(y, batch)));
    }
}
