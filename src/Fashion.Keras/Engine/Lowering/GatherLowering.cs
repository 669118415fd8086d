using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Lowers reading rows of a table (embeddings) and adding rows into one.</summary>
internal static unsafe class GatherLowering
{
    public static void Lower(GatherOp _, Node node, PlanBuilder plan)
    {
        Slot table = plan[node.Inputs[0]], numbers = plan.RowNumbers(node, node.Inputs[1]), y = plan[node.Output];
        Partition batch = Rows.Batch(node.Inputs[1]);
        int perSample = Rows.Length(node.Inputs[1]), rows = node.Inputs[0].Shape[0], width = Rows.Length(node.Inputs[0]);
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint at = (nint)first * perSample;
            Gather.Forward(frame[table], (int*)frame[numbers] + at, frame[y] + at * width, new GatherSizes((end - first) * perSample, rows, width));
        }, Access.Read(table), Access.Read(numbers, batch), Access.Write(y, batch)));
    }

    public static void Lower(ScatterAddOp op, Node node, PlanBuilder plan)
    {
        Slot numbers = plan.RowNumbers(node, node.Inputs[0]), values = plan[node.Inputs[1]], table = plan[node.Output];
        GatherSizes sizes = new(node.Inputs[0].Shape.ElementCount, op.Table[0], op.Table[1..].ElementCount);
        var partition = new Partition(sizes.Rows);
        plan.Add(new SharedStep(partition, (frame, first, end, _) => Gather.ScatterAdd((int*)frame[numbers], frame[values], frame[table], sizes, first, end),
            Access.Read(numbers), Access.Read(values), Access.Write(table, partition)));
    }
}
