using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>A step over blocks in which each worker has some memory per channel.</summary>
internal sealed unsafe class NormalizationStep(
    NormalizationBlocks blocks, int perChannel, KernelCode code, NormalizationStep.Blockwise kernel, params Access[] accesses)
    : PlanStep(accesses)
{
    /// <summary>Does the blocks <paramref name="first"/> to <paramref name="end"/>; one worker does what is done once.</summary>
    public delegate void Blockwise(Frame frame, int worker, float* scratch, int first, int end);

    /// <summary>What <see cref="PlanStep.InPlace"/> says.</summary>
    public (Slot Read, Slot Written)? Reuses { get; init; }

    public override KernelCode Code => code;

    public override (Slot Read, Slot Written)? InPlace => Reuses;

    public override long ScratchFloats => (long)perChannel * blocks.Channels;

    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = blocks.Partition.Range(worker, workers);
        if (first < end || worker == 0) kernel(frame, worker, frame.Scratch(worker), first, end);
    }
}
