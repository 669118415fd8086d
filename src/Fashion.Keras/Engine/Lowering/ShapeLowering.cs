using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Operations that only move elements: transposing, joining, cutting, padding. Shared out by the first axis of the result.
/// </summary>
internal static unsafe class ShapeLowering
{
    public static void Lower(TransposeOp op, Node node, PlanBuilder plan) =>
        Transpose(plan[node.Inputs[0]], node.Inputs[0].Shape, plan[node.Output], [.. op.Axes], plan);

    /// <summary>Puts the axes of a tensor in another order.</summary>
    public static void Transpose(Slot x, Shape shape, Slot y, int[] order, PlanBuilder plan)
    {
        int[] from = Strides(shape), sizes = [.. order.Select(a => shape[a])];
        var copy = new StridedCopy(sizes, [.. order.Select(a => from[a])], Strides(sizes));
        var partition = new Partition(copy.Rows);
        plan.Add(new SharedStep(partition, (frame, first, end, _) => copy.Run(frame[x], frame[y], first, end), Access.Read(x),
            Access.Write(y, partition)));
    }

    public static void Lower(ConcatOp op, Node node, PlanBuilder plan)
    {
        Slot y = plan[node.Output];
        Slot[] parts = [.. node.Inputs.Select(i => plan[i])];
        int[] lengths = [.. node.Inputs.Select(i => i.Shape[op.Axis..].ElementCount)];
        int outer = node.Output.Shape[..op.Axis].ElementCount, row = node.Output.Shape[op.Axis..].ElementCount;
        var partition = new Partition(Math.Max(1, outer));
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            for (int i = 0, at = 0; i < parts.Length; at += lengths[i++])
            {
                float* source = frame[parts[i]], target = frame[y] + at;
                for (int k = first; k < end; k++)
                    new ReadOnlySpan<float>(source + (nint)k * lengths[i], lengths[i]).CopyTo(
                        new Span<float>(target + (nint)k * row, lengths[i]));
            }
        }, [.. parts.Distinct().Select(p => Access.Read(p, partition)), Access.Write(y, partition)]));
    }

    public static void Lower(SliceOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        int[] from = Strides(node.Inputs[0].Shape);
        int offset = from.Select((stride, axis) => stride * op.Start[axis]).Sum();
        var copy = new StridedCopy([.. op.Size], from, Strides(op.Size));
        var partition = new Partition(Math.Max(1, copy.Rows));
        plan.Add(new SharedStep(partition, (frame, first, end, _) => copy.Run(frame[x] + offset, frame[y], first, end),
            Access.Read(x, Whole(op.Size, node.Inputs[0].Shape, partition)), Access.Write(y, partition)));
    }

    public static void Lower(PadOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Shape shape = node.Inputs[0].Shape, result = node.Output.Shape;
        if (shape.Rank == 0)
        {
            plan.Alias(node.Output, x);
            return;
        }
        int[] to = Strides(result);
        int offset = to.Select((stride, axis) => stride * op.Before[axis]).Sum(), before = op.Before[0], rows = shape[0],
            length = result[1..].ElementCount;
        var copy = new StridedCopy([.. shape], Strides(shape), to);
        var partition = new Partition(Math.Max(1, result[0]));
        float fill = op.Fill;
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            new Span<float>(frame[y] + (nint)first * length, (end - first) * length).Fill(fill);
            copy.Run(frame[x], frame[y] + offset, Math.Clamp(first - before, 0, rows), Math.Clamp(end - before, 0, rows));
        }, Access.Read(x, Whole(shape, result, partition)), Access.Write(y, partition)));
    }

    // Along a first axis that stays whole, a worker's rows come from the same rows.
    private static Partition Whole(Shape source, Shape result, Partition partition) =>
        source.Rank > 0 && source[0] == result[0] ? partition : Partition.Any;

    private static int[] Strides(Shape shape)
    {
        var strides = new int[shape.Rank];
        for (int axis = strides.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        return strides;
    }
}
