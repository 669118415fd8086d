using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Reading rows of a table (embeddings); samples are shared out.</summary>
internal sealed unsafe class GatherLowering : Lowering<GatherOp>
{
    protected override void Lower(GatherOp op, Node node, PlanBuilder plan)
    {
        Slot table = plan[node.Inputs[0]], numbers = plan.RowNumbers(node, node.Inputs[1]), y = plan[node.Output];
        Partition batch = Rows.Batch(node.Inputs[1]);
        int perSample = Rows.Length(node.Inputs[1]), rows = node.Inputs[0].Shape[0], width = Rows.Length(node.Inputs[0]);
        plan.Add(new SharedStep(batch, (frame, first, end, _) =>
        {
            nint at = (nint)first * perSample;
            Gather.Forward(frame[table], (int*)frame[numbers] + at, frame[y] + at * width,
                new GatherSizes((end - first) * perSample, rows, width));
        }, Access.Read(table), Access.Read(numbers, batch), Access.Write(y, batch)));
    }
}
