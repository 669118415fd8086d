using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Lowers batch normalization: sums per block of rows, shared out; then every worker combines all blocks for itself (that is
/// cheaper than another meeting) and treats its own rows.
/// </summary>
internal static unsafe class BatchNormalizationLowering
{
    // Images are blocks of their own, as the layers around share them out; flat rows come in blocks of this size.
    private const int FlatRows = 32;

    public static void Lower(BatchNormalizationOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], beta = plan[node.Inputs[2]];
        Slot y = plan[node.Outputs[0]], mean = plan[node.Outputs[1]], variance = plan[node.Outputs[2]];
        var b = new Blocks(node.Inputs[0].Shape);
        Slot sums = plan.Temporary(b.SumFloats);
        float epsilon = op.Epsilon;
        plan.Add(new SharedStep(b.Partition, (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
                BatchNormalization.Moments(frame[x] + b.Rows.Offset(i), b.Rows.RowsOf(i), b.Channels,
                    frame[sums] + (nint)i * 2 * b.Channels);
        }, Access.Read(x, b.Data), Access.Write(sums, b.Partition))
        { Kernels = BatchNormalization.MomentsCode });
        plan.Add(new BlockStep(b, 3, BatchNormalization.NormalizeCode, (frame, worker, scratch, first, end) =>
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
                BatchNormalization.Normalize(frame[x] + b.Rows.Offset(i), m, scale, frame[beta], frame[y] + b.Rows.Offset(i),
                    b.Rows.RowsOf(i), b.Channels);
        }, Access.Read(sums), Access.Read(x, b.Data), Access.Read(gamma), Access.Read(beta), Access.Write(y, b.Data),
            Access.Write(mean, Partition.Single), Access.Write(variance, Partition.Single)));
    }

    public static void Lower(BatchNormalizationBackwardOp op, Node node, PlanBuilder plan)
    {
        Slot x = plan[node.Inputs[0]], gamma = plan[node.Inputs[1]], mean = plan[node.Inputs[2]], variance = plan[node.Inputs[3]],
            dy = plan[node.Inputs[4]];
        Slot dx = plan[node.Outputs[0]], dgamma = plan[node.Outputs[1]], dbeta = plan[node.Outputs[2]];
        var b = new Blocks(node.Inputs[0].Shape);
        Slot sums = plan.Temporary(b.SumFloats);
        float epsilon = op.Epsilon;
        plan.Add(new SharedStep(b.Partition, (frame, first, end, _) =>
        {
            for (int i = first; i < end; i++)
                BatchNormalization.GradientSums(frame[x] + b.Rows.Offset(i), frame[dy] + b.Rows.Offset(i), frame[mean], b.Rows.RowsOf(i),
                    b.Channels, frame[sums] + (nint)i * 2 * b.Channels);
        }, Access.Read(x, b.Data), Access.Read(dy, b.Data), Access.Read(mean), Access.Write(sums, b.Partition))
        { Kernels = BatchNormalization.GradientSumsCode });
        plan.Add(new BlockStep(b, 5, BatchNormalization.BackwardCode, (frame, worker, scratch, first, end) =>
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
                BatchNormalization.Backward(frame[x] + b.Rows.Offset(i), frame[dy] + b.Rows.Offset(i), frame[mean], scale, share, slope,
                    frame[dx] + b.Rows.Offset(i), b.Rows.RowsOf(i), b.Channels);
        }, Access.Read(sums), Access.Read(x, b.Data), Access.Read(dy, b.Data), Access.Read(gamma), Access.Read(mean), Access.Read(variance),
            Access.Write(dx, b.Data), Access.Write(dgamma, Partition.Single), Access.Write(dbeta, Partition.Single)));
    }

    private delegate void BlockKernel(Frame frame, int worker, float* scratch, int first, int end);

    /// <summary>How the rows of a tensor fall into blocks.</summary>
    private sealed class Blocks
    {
        public Blocks(Shape shape)
        {
            int rows = shape.ElementCount / Math.Max(1, shape[^1]);
            Rows = new RowBlocks(rows, shape.Rank > 2 ? Math.Max(1, rows / Math.Max(1, shape[0])) : FlatRows, shape[^1]);
            Partition = new Partition(Math.Max(1, Count));
            Data = shape.Rank > 2 ? Partition : new Partition(Math.Max(1, rows), FlatRows);
        }

        public RowBlocks Rows { get; }

        public int Channels => Rows.Channels;

        public int Count => Rows.Count;

        /// <summary>Two sums per channel and block; the one part of an empty tensor has its own, too.</summary>
        public long SumFloats => 2L * Partition.Rows * Channels;

        /// <summary>Blocks shared out.</summary>
        public Partition Partition { get; }

        /// <summary>The same, said of the tensor itself.</summary>
        public Partition Data { get; }
    }

    /// <summary>A step over blocks in which each worker has some memory per channel.</summary>
    private sealed class BlockStep(Blocks blocks, int perChannel, KernelCode code, BlockKernel kernel, params Access[] accesses)
        : Step(accesses)
    {
        public override KernelCode Code => code;

        public override long ScratchFloats => (long)perChannel * blocks.Channels;

        public override void Run(Frame frame, int worker, int workers)
        {
            (int first, int end) = blocks.Partition.Range(worker, workers);
            if (first < end || worker == 0) kernel(frame, worker, frame.Scratch(worker), first, end);
        }
    }
}
