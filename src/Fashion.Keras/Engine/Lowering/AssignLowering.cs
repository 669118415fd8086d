using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>New values for a variable: a copy, by cache lines, or a change of layout.</summary>
internal sealed class AssignLowering : Lowering<AssignOp>
{
    protected override void Lower(AssignOp op, Node node, PlanBuilder builder)
    {
        Slot variable = builder.Variable(op.Variable);
        if (ManagedPlacement.Of(op.Variable)!.Layout is { } layout)
        {
            if (builder.FindPacked(node.Inputs[0], layout) is { } packed) builder.Add(new CopyPackedStep(packed, variable, layout));
            else builder.Add(new PackStep(builder[node.Inputs[0]], variable, layout));
            return;
        }
        Slot value = builder[node.Inputs[0]];
        Partition partition = value.Partition.Rows > 0 && value.Count % value.Partition.Rows == 0
            ? value.Partition
            : Partition.Lines(value.Count);
        builder.Add(new CopyStep(value, variable, partition));
    }
}
