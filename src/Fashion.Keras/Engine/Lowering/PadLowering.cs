using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>A tensor with a border; shared out by the first axis of the result.</summary>
internal sealed unsafe class PadLowering : Lowering<PadOp>
{
    protected override void Lower(PadOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Shape shape = node.Inputs[0].Shape, result = node.Output.Shape;
        if (shape.Rank == 0)
        {
            plan.Alias(node.Output, x);
            return;
        }
        int[] to = Strides.Of(result);
        int offset = to.Select((stride, axis) => stride * op.Before[axis]).Sum(), before = op.Before[0], rows = shape[0],
            length = result[1..].ElementCount;
        var copy = new StridedCopy([.. shape], Strides.Of(shape), to);
        var partition = new Partition(Math.Max(1, result[0]));
        float fill = op.Fill;
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            new Span<float>(frame[y] + (nint)first * length, (end - first) * length).Fill(fill);
            copy.Run(frame[x], frame[y] + offset, Math.Clamp(first - before, 0, rows), Math.Clamp(end - before, 0, rows));
        }, Access.Read(x, Strides.Whole(shape, result, partition)), Access.Write(y, partition)));
    }
}
