using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Sorting along the last axis; rows are shared out.</summary>
internal sealed unsafe class ArgSortLowering : Lowering<ArgSortOp>
{
    protected override void Lower(ArgSortOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        (Partition rows, int width) = Rows.LastAxis(node.Output);
        bool descending = op.Descending;
        plan.Add(new SharedStep(rows, (frame, first, end,
            _) => Sorting.ArgSort(frame[x] + (nint)first * width, frame[y] + (nint)first * width, end - first, width, descending),
            Access.Read(x, rows), Access.Write(y, rows)));
    }
}
