using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Recurrences along the last axis; rows are shared out.</summary>
internal sealed unsafe class RecurrenceLowering : Lowering<RecurrenceOp>
{
    protected override void Lower(RecurrenceOp op, Node node, PlanBuilder plan)
    {
        Slot terms = plan[node.Inputs[0]], y = plan[node.Output];
        Slot? factors = node.Inputs.Length > 1 ? plan[node.Inputs[1]] : null;
        (Partition rows, int width) = Rows.LastAxis(node.Output);
        bool reverse = op.Reverse;
        Access[] accesses = [Access.Read(terms, rows), Access.Write(y, rows),
            .. factors is null ? (Access[])[] : [Access.Read(factors, rows)]];
        plan.Add(new SharedStep(rows, (frame, first, end, _) =>
        {
            nint at = (nint)first * width;
            Recurrence.Run(frame[terms] + at, factors is null ? null : frame[factors] + at, frame[y] + at, end - first, width, reverse);
        }, accesses));
    }
}
