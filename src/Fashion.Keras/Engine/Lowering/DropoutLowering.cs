using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Dropout. Every element has its own bits, so any way of sharing out gives the same numbers.</summary>
internal sealed unsafe class DropoutLowering : Lowering<DropoutOp>
{
    protected override void Lower(DropoutOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], y = plan[node.Output];
        Partition partition = Rows.Flat(x, out int length);
        int[] sizes = [.. node.Output.Shape], noise = [.. op.NoiseShape];
        bool shared = node.Output.Shape != op.NoiseShape;
        plan.Add(new SharedStep(partition, (frame, first, end, _) =>
        {
            ulong key = RandomBits.Key(op.Seed, op.Stream, frame.Run);
            if (shared) Dropout.ForwardShared(frame[x], frame[y], op.Rate, key, sizes, noise, first * length, end * length);
            else Dropout.Forward(frame[x], frame[y], op.Rate, key, first * length, end * length);
        }, Access.Read(x, partition), Access.Write(y, partition))
        { Kernels = shared ? null : Dropout.ForwardCode, Reuses = (x, y) });
    }
}
