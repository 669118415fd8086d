using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers work along the last axis: recurrences, sorting, elements at positions; rows are shared out.</summary>
internal static unsafe class RowLowering
{
    public static void Lower(RecurrenceOp op, Node node, PlanBuilder plan)
    {
        Slot terms = plan[node.Inputs[0]], y = plan[node.Output];
        Slot? factors = node.Inputs.Length > 1 ? plan[node.Inputs[1]] : null;
        (Partition rows, int width) = RowsOf(node.Output);
        bool reverse = op.Reverse;
        Access[] accesses = [Access.Read(terms, rows), Access.Write(y, rows),
            .. factors is null ? (Access[])[] : [Access.Read(factors, rows)]];
        plan.Add(new SharedStep(rows, (frame, first, end, _) =>
        {
            nint at = (nint)first * width;
            Recurrence.Run(frame[terms] + at, factors is null ? null : frame[factors] + at, frame[y] + at, end - first, width, reverse);
        }, accesses));
    }

    public static void Lower(ArgSortOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        (Partition rows, int width) = RowsOf(node.Output);
        bool descending = op.Descending;
        plan.Add(new SharedStep(rows, (frame, first, end,
            _) => Sorting.ArgSort(frame[x] + (nint)first * width, frame[y] + (nint)first * width, end - first, width, descending),
            Access.Read(x, rows), Access.Write(y, rows)));
    }

    public static void Lower(SearchSortedOp op, Node node, PlanBuilder plan)
    {
        Slot sorted = plan[node.Inputs[0]], x = plan[node.Inputs[1]], y = plan[node.Output];
        Partition batch = Rows.Batch(node.Output);
        int length = node.Inputs[0].Shape[0], width = Rows.Length(node.Output);
        bool right = op.Right;
        plan.Add(new SharedStep(batch,
            (frame, first, end, _) => Sorting.Search(frame[sorted], length, frame[x] + (nint)first * width, frame[y] + (nint)first * width,
                (end - first) * width, right),
            Access.Read(sorted), Access.Read(x, batch), Access.Write(y, batch)));
    }

    public static void Lower(TakeAlongOp _, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], positions = plan.RowNumbers(node, node.Inputs[1]), y = plan[node.Output];
        (Partition rows, int taken) = RowsOf(node.Output);
        int width = node.Inputs[0].Shape[^1];
        plan.Add(new SharedStep(rows,
            (frame, first, end, _) => TakeAlong.Forward(frame[x] + (nint)first * width, (int*)frame[positions] + (nint)first * taken,
                frame[y] + (nint)first * taken, end - first, width, taken),
            Access.Read(x, rows), Access.Read(positions), Access.Write(y, rows)));
    }

    public static void Lower(AddAlongOp op, Node node, PlanBuilder plan)
    {
        Slot positions = plan.RowNumbers(node, node.Inputs[0]), values = plan[node.Inputs[1]], y = plan[node.Output];
        (Partition rows, int width) = RowsOf(node.Output);
        int taken = node.Inputs[0].Shape[^1];
        plan.Add(new SharedStep(rows,
            (frame, first, end, _) => TakeAlong.Add((int*)frame[positions] + (nint)first * taken, frame[values] + (nint)first * taken,
                frame[y] + (nint)first * width, end - first, width, taken),
            Access.Read(positions), Access.Read(values, rows), Access.Write(y, rows)));
    }

    // All rows, whatever axes they come from, and their length. An empty tensor has one of length 0.
    private static (Partition Rows, int Width) RowsOf(Value value)
    {
        int rows = value.Shape[..^1].ElementCount;
        return rows == 0 ? (Partition.Single, 0) : (new Partition(rows), value.Shape[^1]);
    }
}
