using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>
/// Means over ranks in place: what is averaged lies side by side in one slot, where the steps before have written it, so nothing is
/// joined or taken apart.
/// </summary>
internal sealed class AverageRanksLowering : Lowering<AverageRanksOp>
{
    protected override void Lower(AverageRanksOp op, Node node, PlanBuilder builder)
    {
        RankBuckets.Bucket bucket = builder.Buckets[node];
        var accesses = new List<Access> { Access.Write(bucket.Whole) };
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            Slot part = bucket.Parts[i], value = builder[node.Inputs[i]];
            // Constants, values that others read too, and those that lie in the place of another.
            if (value != part) builder.Add(new CopyStep(value, part, Partition.Lines(part.Count)));
            accesses.Add(Access.Write(part));
            builder.Alias(node.Outputs[i], part);
        }
        builder.Add(new AverageRanksStep(op.Ranks, bucket.Whole, [.. accesses]));
    }
}
