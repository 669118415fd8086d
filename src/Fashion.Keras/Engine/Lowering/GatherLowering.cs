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
            Gather.Forward(frame[table], (int*)frame[numbers] + at, frame[y] + at * width,
                new GatherSizes((end - first) * perSample, rows, width));
        }, Access.Read(table), Access.Read(numbers, batch), Access.Write(y, batch)));
    }

    public static void Lower(ScatterAddOp op, Node node, PlanBuilder plan)
    {
        Slot numbers = plan.RowNumbers(node, node.Inputs[0]), values = plan[node.Inputs[1]], table = plan[node.Output];
        GatherSizes sizes = new(node.Inputs[0].Shape.ElementCount, op.Table[0], op.Table[1..].ElementCount);
        var partition = new Partition(sizes.Rows);
        plan.Add(new SharedStep(partition,
            (frame, first, end, _) => Gather.ScatterAdd((int*)frame[numbers], frame[values], frame[table], sizes, first, end),
            Access.Read(numbers), Access.Read(values), Access.Write(table, partition))
        { Kernels = ElementwiseLoops.BinaryCode<BinaryFunctions.Add>() });
    }

    public static void Lower(ScatterOp op, Node node, PlanBuilder plan)
    {
        Slot table = plan[node.Inputs[0]], numbers = plan.RowNumbers(node, node.Inputs[1]), rows = plan[node.Inputs[2]],
            y = plan[node.Output];
        GatherSizes sizes = new(node.Inputs[1].Shape.ElementCount, node.Output.Shape[0], Rows.Length(node.Output));
        var partition = new Partition(sizes.Rows);
        ScatterKind kind = op.Kind;
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            float* from = frame[table], values = frame[rows], to = frame[y];
            int* places = (int*)frame[numbers];
            switch (kind)
            {
                case ScatterKind.Replace: Scatter.Run<BinaryFunctions.Replace>(from, places, values, to, sizes, first, end); break;
                case ScatterKind.Maximum: Scatter.Run<BinaryFunctions.Maximum>(from, places, values, to, sizes, first, end); break;
                case ScatterKind.Minimum: Scatter.Run<BinaryFunctions.Minimum>(from, places, values, to, sizes, first, end); break;
                case ScatterKind.Multiply: Scatter.Run<BinaryFunctions.Multiply>(from, places, values, to, sizes, first, end); break;
                default: throw new NotSupportedException($"The managed engine has no scattering {kind}.");
            }
        }, Access.Read(table, partition), Access.Read(numbers), Access.Read(rows), Access.Write(y, partition))
        { Kernels = CodeOf(kind) });
    }

    private static KernelCode CodeOf(ScatterKind kind) => kind switch
    {
        ScatterKind.Replace => ElementwiseLoops.BinaryCode<BinaryFunctions.Replace>(),
        ScatterKind.Maximum => ElementwiseLoops.BinaryCode<BinaryFunctions.Maximum>(),
        ScatterKind.Minimum => ElementwiseLoops.BinaryCode<BinaryFunctions.Minimum>(),
        _ => ElementwiseLoops.BinaryCode<BinaryFunctions.Multiply>(),
    };
}
