using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Elements of rows at positions; rows are shared out.</summary>
internal sealed unsafe class TakeAlongLowering : Lowering<TakeAlongOp>
{
    protected override void Lower(TakeAlongOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], positions = plan.RowNumbers(node, node.Inputs[1]), y = plan[node.Output];
        (Partition rows, int taken) = Rows.LastAxis(node.Output);
        int width = node.Inputs[0].Shape[^1];
        plan.Add(new SharedStep(rows,
            (frame, first, end, _) => TakeAlong.Forward(frame[x] + (nint)first * width, (int*)frame[positions] + (nint)first * taken,
                frame[y] + (nint)first * taken, end - first, width, taken),
            Access.Read(x, rows), Access.Read(positions), Access.Write(y, rows)));
    }
}
