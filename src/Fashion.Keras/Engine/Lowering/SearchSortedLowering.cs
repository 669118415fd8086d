using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Places of numbers in a sorted row; samples are shared out.</summary>
internal sealed unsafe class SearchSortedLowering : Lowering<SearchSortedOp>
{
    protected override void Lower(SearchSortedOp op, Node node, PlanBuilder plan)
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
}
