using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Axes in another order; shared out by the first axis of the result.</summary>
internal sealed unsafe class TransposeLowering : Lowering<TransposeOp>
{
    protected override void Lower(TransposeOp op, Node node, PlanBuilder plan) =>
        Add(plan[node.Inputs[0]], node.Inputs[0].Shape, plan[node.Output], [.. op.Axes], plan);

    /// <summary>Puts the axes of a tensor in another order.</summary>
    public static void Add(Slot x, Shape shape, Slot y, int[] order, PlanBuilder plan)
    {
        int[] from = Strides.Of(shape), sizes = [.. order.Select(a => shape[a])];
        var copy = new StridedCopy(sizes, [.. order.Select(a => from[a])], Strides.Of(sizes));
        var partition = new Partition(copy.Rows);
        plan.Add(new SharedStep(partition, (frame, first, end, _) => copy.Run(frame[x], frame[y], first, end), Access.Read(x),
            Access.Write(y, partition)));
    }
}
