namespace Fashion.Keras.Engine;

/// <summary>A kernel that works on consecutive pieces of its tensors.</summary>
/// <param name="frame">Where the tensors are.</param>
/// <param name="first">First piece of this worker.</param>
/// <param name="end">One behind its last piece.</param>
internal delegate void RowKernel(Frame frame, int first, int end);

/// <summary>A step in which every worker calls one kernel on its own pieces.</summary>
internal sealed class RowStep(Partition partition, RowKernel kernel, params ReadOnlySpan<Access> accesses) : Step(accesses)
{
    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = partition.Range(worker, workers);
        if (first < end) kernel(frame, first, end);
    }
}
