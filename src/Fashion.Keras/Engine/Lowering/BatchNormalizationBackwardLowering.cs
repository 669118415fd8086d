using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Gradients of batch normalization, by blocks as <see cref="BatchNormalizationLowering"/>.</summary>
internal sealed unsafe class BatchNormalizationBackwardLowering : Lowering<BatchNormalizationBackwardOp>
{
    protected override void Lower(BatchNormalizationBackwardOp op, Node node, PlanBuilder plan) => Add(op.Epsilon, null, node, plan);

    /// <summary>Adds the steps of the gradients; with beta, they go through the relu after the normalization.</summary>
    public static void Add(float epsilon, Slot? beta, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], mean = plan[node.Inputs[2]], variance = plan[node.Inputs[3]],
            dy = plan[node.Inputs[4]];
        Slot dx = plan[node.Outputs[0]], dgamma = plan[node.Outputs[1]], dbeta = plan[node.Outputs[2]];
        var b = new NormalizationBlocks(node.Inputs[0].Shape);
        Slot sums = plan.Temporary(b.SumFloats);
        Access[] reads = [Access.Read(x, b.Data), Access.Read(dy, b.Data), Access.Read(gamma), Access.Read(mean), Access.Read(variance)];
        if (beta is not null) reads = [.. reads, Access.Read(beta)];
        plan.Add(new SharedStep(b.Partition, (frame, first, end, scale) =>
        {
            float* shift = beta is null ? null : frame[beta];
            if (beta is null) scale = null;
            else BatchNormalization.Scale(frame[gamma], frame[variance], epsilon, scale, b.Channels);
            for (int i = first; i < end; i++)
                BatchNormalization.GradientSums(frame[x] + b.Rows.Offset(i), frame[dy] + b.Rows.Offset(i), frame[mean], scale, shift,
                    b.Rows.RowsOf(i), b.Channels, frame[sums] + (nint)i * 2 * b.Channels);
        }, [.. reads, Access.Write(sums, b.Partition)])
        { Kernels = BatchNormalization.GradientSumsCode, Scratch = b.Channels });
        plan.Add(new NormalizationStep(b, 5, BatchNormalization.BackwardCode, (frame, worker, scratch, first, end) =>
        {
            float* g = scratch, s = g + b.Channels, scale = s + b.Channels, share = scale + b.Channels, slope = share + b.Channels;
            BatchNormalization.CombineGradients(frame[sums], b.Rows, frame[variance], epsilon, g, s);
            BatchNormalization.Scale(frame[gamma], frame[variance], epsilon, scale, b.Channels);
            BatchNormalization.BackwardFactors(frame[variance], epsilon, g, s, b.Rows.Rows, b.Channels, share, slope);
            if (worker == 0)
            {
                new Span<float>(g, b.Channels).CopyTo(new Span<float>(frame[dgamma], b.Channels));
                new Span<float>(s, b.Channels).CopyTo(new Span<float>(frame[dbeta], b.Channels));
            }
            for (int i = first; i < end; i++)
                BatchNormalization.Backward(frame[x] + b.Rows.Offset(i), frame[dy] + b.Rows.Offset(i), frame[mean], scale,
                    beta is null ? null : frame[beta], share, slope, frame[dx] + b.Rows.Offset(i), b.Rows.RowsOf(i), b.Channels);
        }, [.. reads, Access.Read(sums), Access.Write(dx, b.Data), Access.Write(dgamma, Partition.Single),
            Access.Write(dbeta, Partition.Single)])
        { Reuses = (dy, dx) });
    }
}
