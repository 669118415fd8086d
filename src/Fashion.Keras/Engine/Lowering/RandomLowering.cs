using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Uniform and normal random tensors. Every element has its own bits, so any way of sharing out gives the same numbers.</summary>
internal sealed unsafe class RandomLowering : Lowering<RandomOp>
{
    protected override void Lower(RandomOp op, Node node, PlanBuilder plan)
    {
        Slot y = plan[node.Output];
        Partition partition = Partition.Lines(y.Count);
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            ulong key = RandomBits.Key(op.Seed, op.Stream, frame.Run);
            if (op.Kind == RandomKind.Uniform) RandomNumbers.Uniform(frame[y], key, first, end);
            else RandomNumbers.Normal(frame[y], key, first, end);
        }, Access.Write(y, partition)));
    }
}
