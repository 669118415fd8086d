using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Adding elements into rows at positions; rows are shared out.</summary>
internal sealed unsafe class AddAlongLowering : Lowering<AddAlongOp>
{
    protected override void Lower(AddAlongOp op, Node node, PlanBuilder plan)
    {
        Slot positions = plan.RowNumbers(node, node.Inputs[0]), values = plan[node.Inputs[1]], y = plan[node.Output];
        (Partition rows, int width) = Rows.LastAxis(node.Output);
        int taken = node.Inputs[0].Shape[^1];
        plan.Add(new SharedStep(rows,
            (frame, first, end, _) => TakeAlong.Add((int*)frame[positions] + (nint)first * taken, frame[values] + (nint)first * taken,
                frame[y] + (nint)first * width, end - first, width, taken),
            Access.Read(positions), Access.Read(values, rows), Access.Write(y, rows)));
    }
}
