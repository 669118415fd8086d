using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Gradients of attention, shared out as attention is.</summary>
internal sealed unsafe class AttentionBackwardLowering : Lowering<AttentionBackwardOp>
{
    protected override void Lower(AttentionBackwardOp op, Node node, PlanBuilder plan)
    {
        AttentionSizes sizes = AttentionLowering.SizesOf(op.Attention, node);
        Slot query = plan[node.Inputs[0]], key = plan[node.Inputs[1]], value = plan[node.Inputs[2]],
            saved = plan[node.Inputs[op.SavedInput]], gradient = plan[node.Inputs[op.SavedInput + 1]],
            queries = plan[node.Outputs[0]], keys = plan[node.Outputs[1]], values = plan[node.Outputs[2]];
        Slot? added = op.Attention.Added ? plan[node.Inputs[3]] : null;
        (Partition pieces, Partition part) = AttentionLowering.Share(node, sizes, plan);
        plan.Add(new SharedStep(pieces, (frame, first, end, scratch) =>
        {
            for (int i = first; i < end; i++)
            {
                (int sample, int group) = (i / sizes.Groups, i % sizes.Groups);
                var gradients = new AttentionGradients(frame[queries] + sample * sizes.QueryCount, frame[keys] + sample * sizes.KeyCount,
                    frame[values] + sample * sizes.ValueCount);
                AttentionHeads.Backward(frame[query] + sample * sizes.QueryCount, frame[key] + sample * sizes.KeyCount,
                    frame[value] + sample * sizes.ValueCount, AttentionLowering.At(frame, added, sample, sizes),
                    frame[saved] + sample * sizes.SavedCount, frame[gradient] + sample * sizes.ResultCount, gradients, sizes, group,
                    scratch);
            }
        }, [Access.Read(query, part), Access.Read(key, part), Access.Read(value, part), Access.Read(saved, part),
            Access.Read(gradient, part), Access.Write(queries, part), Access.Write(keys, part), Access.Write(values, part),
            .. AttentionLowering.Reads(added)])
        {
            Kernels = AttentionHeads.BackwardCode(sizes),
            Scratch = sizes.BackwardScratch,
            Operations = 5 * sizes.Operations / 2 * node.Inputs[0].Shape[0],
            FinestParts = pieces.Rows,
        });
    }
}
