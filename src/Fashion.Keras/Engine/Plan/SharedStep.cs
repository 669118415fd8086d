using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>Does the pieces <paramref name="first"/> to <paramref name="end"/> of a step's partition.</summary>
internal unsafe delegate void PiecesKernel(Frame frame, int first, int end, float* scratch);

/// <summary>A step that is one kernel, called by every worker for its own pieces: what most operations are.</summary>
/// <param name="partition">How the work is shared out.</param>
/// <param name="kernel">Fetches the slots from the frame and calls the kernel.</param>
/// <param name="accesses">What it touches.</param>
internal sealed unsafe class SharedStep(Partition partition, PiecesKernel kernel, params Access[] accesses) : PlanStep(accesses)
{
    /// <summary>Floats of scratch memory per worker.</summary>
    public long Scratch { get; init; }

    /// <summary>Multiplications and additions.</summary>
    public long Operations { get; init; }

    /// <summary>Parts that the lowering would make for many workers, where it made fewer for those of the plan; 0 where not.</summary>
    public int FinestParts { get; init; }

    /// <summary>What <see cref="PlanStep.Together"/> says.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The code of what the kernel calls.</summary>
    public KernelCode? Kernels { get; init; }

    /// <summary>What <see cref="PlanStep.InPlace"/> says.</summary>
    public (Slot Read, Slot Written)? Reuses { get; init; }

    public override long ScratchFloats => Scratch;

    public override long Flops => Operations;

    public override int Parts => Math.Max(1, Math.Max(partition.Groups, FinestParts));

    public override int Together => Least;

    public override KernelCode? Code => Kernels;

    public override (Slot Read, Slot Written)? InPlace => Reuses;

    public override void Run(Frame frame, int worker, int workers)
    {
        (int first, int end) = partition.Range(worker, workers);
        if (first < end) kernel(frame, first, end, frame.Scratch(worker));
    }
}
