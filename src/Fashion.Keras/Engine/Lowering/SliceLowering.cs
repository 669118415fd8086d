using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>A block of a tensor; shared out by the first axis of the result.</summary>
internal sealed unsafe class SliceLowering : Lowering<SliceOp>
{
    protected override void Lower(SliceOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        int[] from = Strides.Of(node.Inputs[0].Shape);
        int offset = from.Select((stride, axis) => stride * op.Start[axis]).Sum();
        var copy = new StridedCopy([.. op.Size], from, Strides.Of(op.Size));
        var partition = new Partition(Math.Max(1, copy.Rows));
        plan.Add(new SharedStep(partition, (frame, first, end, _) => copy.Run(frame[x] + offset, frame[y], first, end),
            Access.Read(x, Strides.Whole(op.Size, node.Inputs[0].Shape, partition)), Access.Write(y, partition)));
    }
}
