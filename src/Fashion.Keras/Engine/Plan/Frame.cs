using Fashion.Keras.Execution;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// The memory of one running plan: where every slot lies, scratch per worker, and the feeds and scalars of the current run.
/// </summary>
internal sealed unsafe class Frame
{
    private readonly nint[] _pointers;
    private readonly nint* _table;
    private readonly float[] _scalars;
    private readonly Feed[] _feeds;
    private readonly FrameProbe? _probe;
    private Arena? _arena;
    private float* _scratch;

    public Frame(Plan plan)
    {
        Plan = plan;
        _pointers = GC.AllocateUninitializedArray<nint>(plan.Slots.Count, pinned: true);
        _scalars = GC.AllocateArray<float>(Math.Max(plan.ScalarCount, 1), pinned: true);
        _feeds = new Feed[plan.FeedCount];
        fixed (nint* table = _pointers) _table = table;
    }

    /// <summary>A frame without memory of its own: the probe says where everything lies.</summary>
    public Frame(Plan plan, FrameProbe probe)
    {
        Plan = plan;
        _probe = probe;
        _pointers = [];
        _scalars = [];
        _feeds = new Feed[plan.FeedCount];
    }

    public Plan Plan { get; }

    /// <summary>First element of a slot.</summary>
    public float* this[Slot slot] => _probe is null ? (float*)_table[slot.Index] : _probe[slot];

    /// <summary>Number of the current run.</summary>
    public ulong Run { get; private set; }

    /// <summary>Memory that no other worker touches; its contents do not outlive the step.</summary>
    public float* Scratch(int worker) => _probe is null ? _scratch + Plan.Memory.ScratchFloats * worker : _probe.Scratch(worker);

    /// <summary>What the caller feeds to an input.</summary>
    public ref readonly Feed Feed(int index) => ref _feeds[index];

    /// <summary>Settles in an arena of at least <see cref="Plan.ArenaFloats"/>.</summary>
    public void Attach(Arena arena)
    {
        _arena = arena;
        if (arena.LastUser == this) return;
        arena.LastUser = this;
        float* first = arena.Pointer;
        _scratch = first + Plan.Memory.ArenaFloats;
        fixed (float* scalars = _scalars)
        {
            foreach (Slot slot in Plan.Slots)
                _table[slot.Index] = slot.Kind switch
                {
                    SlotKind.Scalar => (nint)(scalars + slot.Scalar),
                    SlotKind.Variable => (nint)slot.Placement!.Pointer,
                    SlotKind.Part => (nint)(first + Plan.Memory.OffsetOf(slot.Whole!) + slot.Start),
                    _ => (nint)(first + Plan.Memory.OffsetOf(slot)),
                };
        }
        foreach (Slot slot in Plan.Slots)
            if (slot.Kind == SlotKind.Constant) ElementwiseLoops.Fill(slot.Fill, this[slot], slot.Count);
    }

    /// <summary>Leaves the arena.</summary>
    public Arena Detach()
    {
        Arena arena = _arena!;
        _arena = null;
        return arena;
    }

    /// <summary>Takes the arguments of a run.</summary>
    public void Begin(ReadOnlySpan<Feed> feeds, ReadOnlySpan<float> scalars, ulong run)
    {
        feeds.CopyTo(_feeds);
        if (_probe is null) scalars.CopyTo(_scalars);
        Run = run;
    }

    /// <summary>Lets go of the caller's arrays.</summary>
    public void End() => Array.Clear(_feeds);
}
