using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>New values for a variable: a copy, by cache lines, or a change of layout.</summary>
internal static class AssignLowering
{
    public static void Lower(AssignOp op, Node node, PlanBuilder builder)
    {
        Slot value = builder[node.Inputs[0]], variable = builder.Variable(op.Variable);
        if (op.Variable.Storage.Layout is { } layout)
        {
            builder.Add(new PackStep(value, variable, layout));
            return;
        }
        Partition partition = value.Partition.Rows > 0 && value.Count % value.Partition.Rows == 0 ? value.Partition : Partition.Lines(value.Count);
        builder.Add(new CopyStep(value, variable, partition));
    }
}
