using System.Numerics;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Sums over all images of a batch (gradients of kernels), made group by group and added in the order of the groups. How many groups
/// there are follows from sizes, never from the number of workers, so the sums do not depend on it. Where a kernel can make some of the
/// numbers of a part without the others, more workers than groups share a part.
/// </summary>
internal static unsafe class BatchPartialSums
{
    // Enough for the workers that a batch of the size is worth, whatever a part takes. Where workers can share a part, fewer, so that this
    // many numbers are read for each one of the parts.
    private const int Least = 8, LeastOfLargeBatches = 16, LargeBatch = 128, LeastOfShared = 2, ReadsPerShared = 2;

    // More groups, up to this many, as long as this many numbers are read for each one of the parts, which are written and then read to be
    // added.
    private const int Most = 64, ReadsPerNumber = 4;

    /// <summary>Sums up images <paramref name="first"/> to <paramref name="end"/> into a part.</summary>
    public delegate void Kernel(Frame frame, float* part, int first, int end, float* scratch);

    /// <summary>The same for some blocks of the part's numbers.</summary>
    public delegate void BlockKernel(Frame frame, float* part, int first, int end, int firstBlock, int endBlock, float* scratch);

    /// <summary>Number of groups of a batch.</summary>
    /// <param name="batch">Images.</param>
    /// <param name="count">Numbers of a part.</param>
    /// <param name="read">Numbers that the images and their gradients have.</param>
    /// <param name="blocks">Blocks of a part that can be made without the others.</param>
    public static int Count(int batch, int count, long read, int blocks)
    {
        int least = Math.Clamp(batch, 1, batch >= LargeBatch ? LeastOfLargeBatches : Least), most = Math.Clamp(batch, 1, Most);
        long reads = read / Math.Max(1, count), worth = reads / ReadsPerNumber;
        if (blocks > 1) least = (int)Math.Min(least, Math.Max(LeastOfShared, PowerOfTwo(reads / ReadsPerShared)));
        // Powers of two fall to usual numbers of workers without a rest.
        return worth >= most ? most : (int)Math.Max(least, PowerOfTwo(worth));
    }

    private static long PowerOfTwo(long number) => 1L << BitOperations.Log2((ulong)Math.Max(1, number));

    /// <summary>Adds the step that makes the parts, one after the other.</summary>
    /// <returns>Where they lie, and how many there are.</returns>
    public static (Slot Parts, int Groups) AddParts(int batch, int count, PlanBuilder plan, ReadOnlySpan<Access> reads, KernelCode? code,
        long scratch, long operations, Kernel kernel) =>
        AddParts(batch, count, 1, plan, reads, code, scratch, operations,
            (frame, part, first, end, _, _, own) => kernel(frame, part, first, end, own));

    /// <summary>The same, where the numbers of a part fall into blocks.</summary>
    public static (Slot Parts, int Groups) AddParts(int batch, int count, int blocks, PlanBuilder plan, ReadOnlySpan<Access> reads,
        KernelCode? code, long scratch, long operations, BlockKernel kernel)
    {
        long read = 0;
        foreach (Access access in reads) read += access.Slot.Count;
        int groups = Count(batch, count, read, blocks);
        Slot parts = plan.Temporary((long)groups * count);
        var shares = new Partition(groups * blocks);
        plan.Add(new SharedStep(shares, (frame, first, end, own) =>
        {
            for (int i = first; i < end;)
            {
                // All blocks of a group that are this worker's in one call.
                (int group, int block) = Math.DivRem(i, blocks);
                int endBlock = Math.Min(blocks, block + end - i);
                kernel(frame, frame[parts] + (nint)group * count, Edge(group), Edge(group + 1), block, endBlock, own);
                i += endBlock - block;
            }
            // Blocks need not be consecutive memory.
        }, [.. reads, Access.Write(parts, blocks == 1 ? shares : Partition.Any)])
        { Kernels = code, Scratch = scratch, Operations = operations });
        return (parts, groups);

        int Edge(int group) => (int)((long)batch * group / groups);
    }

    /// <summary>Adds the steps that make the parts and their sum.</summary>
    public static void Add(int batch, int count, Slot sum, PlanBuilder plan, ReadOnlySpan<Access> reads, KernelCode? code, long scratch,
        long operations, Kernel kernel)
    {
        (Slot parts, int groups) = AddParts(batch, count, plan, reads, code, scratch, operations, kernel);
        ReduceLowering.AddSum(parts, sum, 1, groups, count, plan);
    }
}
