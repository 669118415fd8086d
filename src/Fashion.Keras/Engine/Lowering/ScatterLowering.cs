using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Changing rows of a table; its rows are shared out.</summary>
internal sealed unsafe class ScatterLowering : Lowering<ScatterOp>
{
    protected override void Lower(ScatterOp op, Node node, PlanBuilder plan)
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
