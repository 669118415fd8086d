using Fashion.Keras.Execution;

namespace Fashion.Keras.Engine;

/// <summary>A compiled graph: its plan, and the frames in which it has run.</summary>
internal sealed class Executable(Plan plan, long mostIdleBytes, WorkerPool workers, ArenaPool arenas) : IExecutable
{
    // What a step and a slot occupy on the managed heap, kernels' closures included; measured on plans of the write-up's models.
    private const int BytesPerStep = 900, BytesPerSlot = 150, BytesPerPlan = 2000;

    private readonly Pool<Frame> _idle = new();

    public Plan Plan { get; } = plan;

    /// <inheritdoc/>
    public long BufferBytes => sizeof(float) * Plan.ArenaFloats;

    /// <inheritdoc/>
    public long PlanBytes => BytesPerPlan + (long)BytesPerStep * Plan.Steps.Count + (long)BytesPerSlot * Plan.Slots.Count;

    /// <inheritdoc/>
    public IReadOnlyList<ProfileEntry> Profile() => Plan.Timer?.Entries() ?? [];

    /// <inheritdoc/>
    public IExecution Rent()
    {
        Frame frame = _idle.TryTake() ?? new Frame(Plan);
        frame.Attach(arenas.Rent(Plan.ArenaFloats, frame));
        return new PlanExecution(this, frame, Plan.Workers == 1 ? null : workers.Rent(Plan.Workers));
    }

    internal void Return(Frame frame, WorkerLease? lease)
    {
        arenas.Return(frame.Detach(), mostIdleBytes);
        _idle.Add(frame);
        if (lease is not null) workers.Return(lease);
    }
}
