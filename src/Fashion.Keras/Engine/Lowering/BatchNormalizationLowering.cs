using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Batch normalization: sums per block of rows, shared out; then every worker combines all blocks for itself (that is cheaper than
/// another barrier) and treats its own rows.
/// </summary>
internal sealed unsafe class BatchNormalizationLowering : Lowering<BatchNormalizationOp>
{
    protected override void Lower(BatchNormalizationOp op, Node node, PlanBuilder plan) => Add(op.Epsilon, null, false, node, plan);

    /// <summary>Adds the steps of a normalization, with a tensor that is added and relu where they are asked for.</summary>
    public static void Add(float epsilon, Slot? shortcut, bool relu, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], beta = plan[node.Inputs[2]];
        Slot y = plan[node.Outputs[0]], mean = plan[node.Outputs[1]], variance = plan[node.Outputs[2]];
        var b = new NormalizationBlocks(node.Inputs[0].Shape);
        Slot sums = plan.Temporary(b.SumFloats);
        plan.Add(new SharedStep(b.Partition, (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
                BatchNormalization.Moments(frame[x] + b.Rows.Offset(i), b.Rows.RowsOf(i), b.Channels,
                    frame[sums] + (nint)i * 2 * b.Channels);
        }, Access.Read(x, b.Data), Access.Write(sums, b.Partition))
        { Kernels = BatchNormalization.MomentsCode });
        Access[] accesses = [Access.Read(sums), Access.Read(x, b.Data), Access.Read(gamma), Access.Read(beta), Access.Write(y, b.Data),
            Access.Write(mean, Partition.Single), Access.Write(variance, Partition.Single)];
        plan.Add(new NormalizationStep(b, 3, BatchNormalization.NormalizeCode, (frame, worker, scratch, first, end) =>
        {
            float* m = scratch, v = scratch + b.Channels, scale = scratch + 2 * b.Channels;
            BatchNormalization.Combine(frame[sums], b.Rows, m, v);
            BatchNormalization.Scale(frame[gamma], v, epsilon, scale, b.Channels);
            if (worker == 0)
            {
                new Span<float>(m, b.Channels).CopyTo(new Span<float>(frame[mean], b.Channels));
                new Span<float>(v, b.Channels).CopyTo(new Span<float>(frame[variance], b.Channels));
            }
            for (int i = first; i < end; i++)
                BatchNormalization.Normalize(frame[x] + b.Rows.Offset(i), m, scale, frame[beta],
                    shortcut is null ? null : frame[shortcut] + b.Rows.Offset(i), frame[y] + b.Rows.Offset(i), b.Rows.RowsOf(i), b.Channels,
                    relu);
        }, shortcut is null ? accesses : [.. accesses, Access.Read(shortcut, b.Data)])
        { Reuses = shortcut is null ? null : (shortcut, y) });
    }
}
