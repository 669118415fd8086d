using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Attention. Samples are shared out; where there are fewer of them than workers, groups of heads.</summary>
internal sealed unsafe class AttentionLowering : Lowering<AttentionOp>
{
    protected override void Lower(AttentionOp op, Node node, PlanBuilder plan)
    {
        AttentionSizes sizes = SizesOf(op, node);
        Slot query = plan[node.Inputs[0]], key = plan[node.Inputs[1]], value = plan[node.Inputs[2]], result = plan[node.Outputs[0]],
            saved = plan[node.Outputs[1]];
        Slot? added = op.Added ? plan[node.Inputs[3]] : null;
        (Partition pieces, Partition part) = Share(node, sizes, plan);
        plan.Add(new SharedStep(pieces, (frame, first, end, scratch) =>
        {
            for (int i = first; i < end; i++)
            {
                (int sample, int group) = (i / sizes.Groups, i % sizes.Groups);
                AttentionHeads.Forward(frame[query] + sample * sizes.QueryCount, frame[key] + sample * sizes.KeyCount,
                    frame[value] + sample * sizes.ValueCount, At(frame, added, sample, sizes), frame[result] + sample * sizes.ResultCount,
                    frame[saved] + sample * sizes.SavedCount, sizes, group, scratch);
            }
        }, [Access.Read(query, part), Access.Read(key, part), Access.Read(value, part), Access.Write(result, part),
            Access.Write(saved, part), .. Reads(added)])
        {
            Kernels = AttentionHeads.ForwardCode(sizes),
            Scratch = sizes.ForwardScratch,
            Operations = sizes.Operations * node.Inputs[0].Shape[0],
            FinestParts = pieces.Rows,
        });
    }

    // A piece is a group of a sample. A sample's groups lie between each other, so only whole samples are parts of memory.
    public static (Partition Pieces, Partition Part) Share(Node node, in AttentionSizes sizes, PlanBuilder plan)
    {
        int samples = node.Inputs[0].Shape[0];
        return samples >= plan.Workers
            ? (new Partition(samples * sizes.Groups, sizes.Groups), new Partition(samples))
            : (new Partition(Math.Max(1, samples * sizes.Groups)), Partition.Any);
    }

    public static float* At(Frame frame, Slot? added, int sample, in AttentionSizes sizes) =>
        added is null ? null : frame[added] + sample * sizes.AddedSample;

    public static Access[] Reads(Slot? slot) => slot is null ? [] : [Access.Read(slot)];

    public static AttentionSizes SizesOf(AttentionOp op, Node node)
    {
        Shape query = node.Inputs[0].Shape, key = node.Inputs[1].Shape, value = node.Inputs[2].Shape;
        var sizes = new AttentionSizes(query[1], key[1], query[2], key[2], query[3], value[3], op.Scale);
        if (!op.Added) return sizes;
        Shape added = node.Inputs[3].Shape;
        return sizes with
        {
            AddedSample = added[0] == 1 ? 0 : (nint)added[1] * added[2] * added[3],
            AddedHead = added[1] == 1 ? 0 : (nint)added[2] * added[3],
            AddedRow = added[2] == 1 ? 0 : added[3],
            AddedStep = added[3] == 1 ? 0 : 1,
        };
    }
}
