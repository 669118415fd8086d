using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// One piece of a plan: immutable, run by all workers of a plan at the same time, each doing its part (by
/// <see cref="Partition.Range"/>). A step knows slots and sizes; the memory comes with the <see cref="Frame"/>.
/// </summary>
internal abstract class PlanStep
{
    private readonly Access[] _accesses;

    protected PlanStep(params Access[] accesses) => _accesses = accesses;

    /// <summary>Everything that the step reads and writes.</summary>
    public IReadOnlyList<Access> Accesses => _accesses;

    /// <summary>Floats of private memory that every worker needs while it runs the step.</summary>
    public virtual long ScratchFloats => 0;

    /// <summary>Multiplications and additions of one run, for the profile; 0 where counting them tells nothing.</summary>
    public virtual long Flops => 0;

    /// <summary>
    /// Equal parts of the work; more workers than parts find nothing to do. Follows from what is written, where the step itself is shared
    /// out as that is.
    /// </summary>
    public virtual int Parts
    {
        get
        {
            int parts = 1;
            foreach (Access access in _accesses)
                if (access.Writes) parts = Math.Max(parts, access.Partition.Groups);
            return parts;
        }
    }

    /// <summary>Bytes of the slots that it reads and of those that it writes, each slot once a direction.</summary>
    public long Bytes
    {
        get
        {
            long elements = 0;
            // Who touches a stretch of a slot says so of both.
            foreach (Access access in _accesses.Distinct())
                if (!Array.Exists(_accesses, a => a.Slot.Whole == access.Slot)) elements += access.Slot.Count;
            return elements * sizeof(float);
        }
    }

    /// <summary>
    /// A slot that is only read and one that is only written, of equal size, which may be the same memory because element i
    /// is read before element i is written; null if there is no such pair.
    /// </summary>
    public virtual (Slot Read, Slot Written)? InPlace => null;

    /// <summary>
    /// Pieces of its partition that a worker should do at once, where it has as many: the step reads its weights for each such group.
    /// </summary>
    public virtual int Together => 1;

    /// <summary>
    /// Whether it may throw because of what the caller's data holds. No variable changes before every worker has passed it.
    /// </summary>
    public virtual bool MayRefuse => false;

    /// <summary>The code that it calls, to be compiled before it runs; null where an image carries all of it.</summary>
    public virtual KernelCode? Code => null;

    /// <summary>Where the step comes from, for messages and the profile.</summary>
    public StepInfo Info { get; internal set; } = StepInfo.None;

    /// <summary>Does the part of one worker.</summary>
    public abstract void Run(Frame frame, int worker, int workers);
}
