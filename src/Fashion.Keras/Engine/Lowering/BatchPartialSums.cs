using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Sums over all images of a batch (gradients of kernels), made group by group and added in the order of the groups. There are
/// so many groups whatever the number of workers, so the sums do not depend on it.
/// </summary>
internal static unsafe class BatchPartialSums
{
    // Enough for the workers that a batch of the size is worth; more would only be more to add.
    private const int Most = 16, MostOfSmallBatches = 8, LargeBatch = 128;

    /// <summary>Sums up images <paramref name="first"/> to <paramref name="end"/> into a part.</summary>
    public delegate void Kernel(Frame frame, float* part, int first, int end, float* scratch);

    /// <summary>Number of groups of a batch.</summary>
    public static int Count(int batch) => Math.Clamp(batch, 1, batch >= LargeBatch ? Most : MostOfSmallBatches);

    /// <summary>Adds the step that makes the parts, one after the other; returns where they lie.</summary>
    public static Slot AddParts(int batch, int count, PlanBuilder plan, ReadOnlySpan<Access> reads, KernelCode? code, long scratch,
        long operations, Kernel kernel)
    {
        int groups = Count(batch);
        Slot parts = plan.Temporary((long)groups * count);
        var shares = new Partition(groups);
        plan.Add(new SharedStep(shares, (frame, first, end, own) =>
        {
            for (int i = first; i < end; i++)
                kernel(frame, frame[parts] + (nint)i * count, (int)((long)batch * i / groups), (int)((long)batch * (i + 1) / groups), own);
        }, [.. reads, Access.Write(parts, shares)])
        { Kernels = code, Scratch = scratch, Operations = operations });
        return parts;
    }

    /// <summary>Adds the steps that make the parts and their sum.</summary>
    public static void Add(int batch, int count, Slot sum, PlanBuilder plan, ReadOnlySpan<Access> reads, KernelCode? code, long scratch,
        long operations, Kernel kernel) =>
        ReduceLowering.AddSum(AddParts(batch, count, plan, reads, code, scratch, operations, kernel), sum, 1, Count(batch), count, plan);
}
