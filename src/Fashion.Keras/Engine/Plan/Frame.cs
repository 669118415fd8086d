using Fashion.Keras.Execution;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>The memory of one running plan: where every slot lies, scratch per worker, and the feeds and scalars of the current run.</summary>
internal sealed unsafe class Frame
{
    private readonly float[] _arena;
    private readonly nint[] _pointers;
    private readonly nint* _table;
    private readonly float[] _scalars;
    private readonly float* _scratch;
    private readonly Feed[] _feeds;

    public Frame(Plan plan)
    {
        Plan = plan;
        long floats = plan.Memory.ArenaFloats + (long)plan.Memory.ScratchFloats * plan.Workers + 16;
        _arena = GC.AllocateUninitializedArray<float>(checked((int)floats), pinned: true);
        _pointers = GC.AllocateUninitializedArray<nint>(plan.Slots.Count, pinned: true);
        _scalars = GC.AllocateArray<float>(Math.Max(plan.ScalarCount, 1), pinned: true);
        _feeds = new Feed[plan.FeedCount];
        fixed (nint* table = _pointers) _table = table;
        float* arena;
        fixed (float* first = _arena) arena = (float*)(((nuint)first + 63) & ~(nuint)63);
        _scratch = arena + plan.Memory.ArenaFloats;
        fixed (float* scalars = _scalars)
        {
            foreach (Slot slot in plan.Slots)
                _table[slot.Index] = slot.Kind switch
                {
                    SlotKind.Scalar => (nint)(scalars + slot.Scalar),
                    SlotKind.Variable => (nint)slot.Variable!.Storage.Pointer,
                    _ => (nint)(arena + plan.Memory.OffsetOf(slot)),
                };
        }
        foreach (Slot slot in plan.Slots)
            if (slot.Kind == SlotKind.Constant) ElementwiseLoops.Fill(slot.Fill, this[slot], slot.Count);
    }

    public Plan Plan { get; }

    /// <summary>First element of a slot.</summary>
    public float* this[Slot slot] => (float*)_table[slot.Index];

    /// <summary>Number of the current run.</summary>
    public ulong Run { get; private set; }

    /// <summary>Memory that no other worker touches; its contents do not outlive the step.</summary>
    public float* Scratch(int worker) => _scratch + (nint)Plan.Memory.ScratchFloats * worker;

    /// <summary>What the caller feeds to an input.</summary>
    public ref readonly Feed Feed(int index) => ref _feeds[index];

    /// <summary>Takes the arguments of a run.</summary>
    public void Begin(Feed[] feeds, float[] scalars, ulong run)
    {
        feeds.CopyTo(_feeds, 0);
        scalars.CopyTo(_scalars, 0);
        Run = run;
    }

    /// <summary>Lets go of the caller's arrays.</summary>
    public void End() => Array.Clear(_feeds);
}
