using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>Tensors one after the other along an axis; shared out by the first axis of the result.</summary>
internal sealed unsafe class ConcatLowering : Lowering<ConcatOp>
{
    protected override void Lower(ConcatOp op, Node node, PlanBuilder plan)
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
}
