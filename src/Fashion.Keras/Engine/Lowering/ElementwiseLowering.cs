using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Element-wise programs. They are shared out like their largest operands were, so that no barrier comes in between.</summary>
internal static class ElementwiseLowering
{
    public static void Lower(ElementwiseOp op, Node node, PlanBuilder builder)
    {
        Slot[] inputs = [.. node.Inputs.Select(i => builder[i])];
        Slot[] results = [.. node.Outputs.Select(o => builder[o])];
        Partition partition = Choose(op.Shape, node.Inputs, inputs, builder.Workers);
        builder.Add(new ElementwiseStep(op.Program, inputs, [.. node.Inputs.Select(i => i.Shape)], results, op.Shape, partition));
    }

    /// <summary>A partition for work on every element of a shape.</summary>
    public static Partition Choose(Shape shape, IReadOnlyList<Value> operands, IReadOnlyList<Slot> slots, int workers)
    {
        int count = shape.ElementCount;
        for (int i = 0; i < slots.Count; i++)
            if (operands[i].Shape.ElementCount == count && Fits(slots[i].Partition, count)) return slots[i].Partition;
        return Default(shape, workers);
    }

    /// <summary>By samples if there are enough of them, else by cache lines; too little for two workers stays with one.</summary>
    public static Partition Default(Shape shape, int workers)
    {
        int count = shape.ElementCount;
        if (shape.Rank >= 1 && shape[0] >= workers && count > shape[0]) return new Partition(shape[0]);
        return count < 1024 ? Partition.Single : Partition.Lines(count);
    }

    private static bool Fits(Partition partition, int count) => partition.Rows > 0 && count % partition.Rows == 0;
}
