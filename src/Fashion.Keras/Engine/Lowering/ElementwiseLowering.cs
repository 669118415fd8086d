using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Element-wise programs. They are shared out like their largest operands were, so that no barrier comes in between.</summary>
internal sealed class ElementwiseLowering : Lowering<ElementwiseOp>
{
    protected override void Lower(ElementwiseOp op, Node node, PlanBuilder builder)
    {
        if (PackedLayout(op, node, builder) is { } layout)
        {
            LowerPacked(op, node, layout, builder);
            return;
        }
        Slot[] inputs = [.. node.Inputs.Select(i => builder[i])];
        Slot[] results = [.. node.Outputs.Select(o => builder[o])];
        Partition partition = Choose(op.Shape, node.Inputs, inputs, builder.Workers);
        builder.Add(new ElementwiseStep(op.Program, inputs, [.. node.Inputs.Select(i => i.Shape)], results, op.Shape, partition));
    }

    // The layout in which at least half of the operands lie already (a weight and its slots in an optimizer's step), so that the
    // others are converted instead. Rows and columns that would have to be broadcast know no layout.
    private static WeightLayout? PackedLayout(ElementwiseOp op, Node node, PlanBuilder builder)
    {
        WeightLayout? layout = null;
        int packed = 0, rowMajor = 0;
        foreach (Value input in node.Inputs)
        {
            if (input.Shape != op.Shape)
            {
                if (input.Shape.ElementCount != 1) return null;
                continue;
            }
            if (builder.LayoutOf(input) is { } own && (layout is null || layout == own)) (layout, packed) = (own, packed + 1);
            else rowMajor++;
        }
        return packed >= rowMajor ? layout : null;
    }

    private static void LowerPacked(ElementwiseOp op, Node node, WeightLayout layout, PlanBuilder builder)
    {
        Shape flat = [layout.PackedCount];
        var inputs = new Slot[node.Inputs.Length];
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            bool whole = node.Inputs[i].Shape == op.Shape;
            inputs[i] = whole ? builder.Packed(node.Inputs[i], layout) : builder[node.Inputs[i]];
            shapes[i] = whole ? flat : Shape.Scalar;
        }
        Slot[] results = [.. node.Outputs.Select(o => builder.AddPacked(o, layout))];
        builder.Add(new ElementwiseStep(op.Program, inputs, shapes, results, flat, Default(flat, builder.Workers)));
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
