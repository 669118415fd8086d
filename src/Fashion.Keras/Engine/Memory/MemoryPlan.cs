namespace Fashion.Keras.Engine;

/// <summary>
/// Where the slots of a plan lie in its arena. A slot lives from the first to the last step that touches it; slots that live
/// at different times share memory. With several workers time is counted in phases (the stretches between two barriers),
/// because steps of one phase run at the same time on different workers; so sharing never asks for another barrier.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Line = 16;
    private readonly Dictionary<Slot, int> _offsets;

    private MemoryPlan(Dictionary<Slot, int> offsets, int arenaFloats, int scratchFloats)
    {
        _offsets = offsets;
        ArenaFloats = arenaFloats;
        ScratchFloats = scratchFloats;
    }

    /// <summary>Floats shared by all workers.</summary>
    public int ArenaFloats { get; }

    /// <summary>Floats of every single worker.</summary>
    public int ScratchFloats { get; }

    /// <summary>First float of a slot in the arena.</summary>
    public int OffsetOf(Slot slot) => _offsets[slot];

    public static MemoryPlan For(IReadOnlyList<Step> steps, bool[] barriers, IReadOnlyList<Slot> slots, int workers)
    {
        Dictionary<Slot, Lifetime> lifetimes = Lifetimes(steps, barriers, slots, workers);
        InPlaceMerging.Apply(steps, barriers, lifetimes);

        // Large ones first, each at the lowest place where nothing that lives at the same time lies.
        var placed = new List<Lifetime>();
        int arena = 0;
        foreach (Lifetime lifetime in lifetimes.Values.Distinct().OrderByDescending(l => l.Floats).ThenBy(l => l.First).ThenBy(l => l.Order))
        {
            lifetime.Offset = 0;
            foreach (Lifetime other in placed.Where(lifetime.Overlaps).OrderBy(l => l.Offset))
            {
                if (lifetime.Offset + lifetime.Floats <= other.Offset) break;
                lifetime.Offset = Math.Max(lifetime.Offset, other.Offset + other.Floats);
            }
            placed.Add(lifetime);
            arena = Math.Max(arena, checked(lifetime.Offset + lifetime.Floats));
        }
        int scratch = steps.Count == 0 ? 0 : steps.Max(s => s.ScratchFloats);
        return new MemoryPlan(lifetimes.ToDictionary(l => l.Key, l => l.Value.Offset), arena, Round(scratch));
    }

    private static Dictionary<Slot, Lifetime> Lifetimes(IReadOnlyList<Step> steps, bool[] barriers, IReadOnlyList<Slot> slots, int workers)
    {
        var lifetimes = new Dictionary<Slot, Lifetime>();
        foreach (Slot slot in slots)
        {
            // One line more than needed: kernels may read (never write) up to a vector beyond the end.
            if (slot.Kind == SlotKind.Constant) lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, 0, int.MaxValue);
            else if (slot.Kind == SlotKind.Arena) lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, int.MaxValue, slot.IsOutput ? int.MaxValue : 0);
        }
        int time = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            if (i > 0 && (workers == 1 || barriers[i])) time++;
            foreach (Access access in steps[i].Accesses)
                if (lifetimes.TryGetValue(access.Slot, out Lifetime? lifetime)) lifetime.Touch(time, i);
        }
        return lifetimes;
    }

    private static int Round(int floats) => checked((floats + Line - 1) / Line * Line);
}
