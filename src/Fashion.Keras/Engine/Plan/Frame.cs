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
    private readonly Frame? _whole;
    private readonly Frame[] _shares = [];
    private Arena? _arena;
    private float* _scratch;
    private float* _local;
    private ulong _run;

    public Frame(Plan plan)
    {
        Plan = plan;
        _pointers = GC.AllocateUninitializedArray<nint>(plan.Slots.Count, pinned: true);
        _scalars = GC.AllocateArray<float>(Math.Max(plan.ScalarCount, 1), pinned: true);
        _feeds = new Feed[plan.FeedCount];
        fixed (nint* table = _pointers) _table = table;
        if (!plan.Local.Any) return;
        _shares = new Frame[plan.Workers];
        for (int i = 0; i < _shares.Length; i++) _shares[i] = new Frame(this);
    }

    // What one share of the work sees: the same, and places of its own for local slots.
    private Frame(Frame whole)
    {
        Plan = whole.Plan;
        _whole = whole;
        _pointers = GC.AllocateUninitializedArray<nint>(Plan.Slots.Count, pinned: true);
        _scalars = whole._scalars;
        _feeds = whole._feeds;
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
    public ulong Run => _whole is null ? _run : _whole._run;

    /// <summary>Memory that no other worker touches; its contents do not outlive the step.</summary>
    public float* Scratch(int worker) => _whole is not null ? _scratch
        : _probe is null ? _scratch + Plan.Memory.ScratchFloats * worker : _probe.Scratch(worker);

    /// <summary>What a share of the work sees: scratch memory of its own whatever the worker, and local slots.</summary>
    public Frame Share(int share) => _shares[share];

    /// <summary>Goes on to a turn of a phase, in the frame of a share.</summary>
    public void Move(int phase, int turn)
    {
        LocalSlots local = Plan.Local;
        foreach (Slot slot in local.Of(phase))
            _table[slot.Index] = (nint)(_local + Plan.Memory.OffsetOf(slot) - local.Start(slot, phase, turn));
    }

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
                    _ => Plan.Local.Contains(slot) ? 0 : (nint)(first + Plan.Memory.OffsetOf(slot)),
                };
        }
        for (int i = 0; i < _shares.Length; i++)
        {
            _pointers.CopyTo(_shares[i]._pointers, 0);
            _shares[i]._scratch = _scratch + Plan.Memory.ScratchFloats * i;
            _shares[i]._local = _scratch + Plan.Memory.ScratchFloats * _shares.Length + Plan.Memory.LocalFloats * i;
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
        _run = run;
    }

    /// <summary>Lets go of the caller's arrays.</summary>
    public void End() => Array.Clear(_feeds);
}
