using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Adding rows into a table; its rows are shared out.</summary>
internal sealed unsafe class ScatterAddLowering : Lowering<ScatterAddOp>
{
    protected override void Lower(ScatterAddOp op, Node node, PlanBuilder plan)
    {
        Slot numbers = plan.RowNumbers(node, node.Inputs[0]), values = plan[node.Inputs[1]], table = plan[node.Output];
        GatherSizes sizes = new(node.Inputs[0].Shape.ElementCount, op.Table[0], op.Table[1..].ElementCount);
        var partition = new Partition(sizes.Rows);
        plan.Add(new SharedStep(partition,
            (frame, first, end, _) => Gather.ScatterAdd((int*)frame[numbers], frame[values], frame[table], sizes, first, end),
            Access.Read(numbers), Access.Read(values), Access.Write(table, partition))
        { Kernels = ElementwiseLoops.BinaryCode<BinaryFunctions.Add>() });
    }
}
