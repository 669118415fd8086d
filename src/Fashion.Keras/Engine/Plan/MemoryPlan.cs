namespace Fashion.Keras.Engine;

/// <summary>
/// Where the slots of a plan lie in its arena. A slot lives from the first to the last step that touches it; slots that live
/// at different times share memory. With several workers time is counted in phases (the stretches between two barriers),
/// because steps of one phase run at the same time on different workers; so sharing never asks for another barrier.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Line = 16;
    private readonly Dictionary<Slot, Lifetime> _lifetimes;

    private MemoryPlan(Dictionary<Slot, Lifetime> lifetimes, long arenaFloats, long scratchFloats)
    {
        _lifetimes = lifetimes;
        ArenaFloats = arenaFloats;
        ScratchFloats = scratchFloats;
    }

    /// <summary>Floats shared by all workers.</summary>
    public long ArenaFloats { get; }

    /// <summary>Floats of every single worker.</summary>
    public long ScratchFloats { get; }

    /// <summary>First float of a slot in the arena.</summary>
    public long OffsetOf(Slot slot) => _lifetimes[slot].Offset;

    public static MemoryPlan For(IReadOnlyList<PlanStep> steps, bool[] barriers, IReadOnlyList<Slot> slots, int workers)
    {
        Dictionary<Slot, Lifetime> lifetimes = Lifetimes(steps, barriers, slots, workers);
        InPlaceMerging.Apply(steps, barriers, lifetimes);

        // Large ones first, each at the lowest place where nothing that lives at the same time lies.
        // In the order of their places.
        var placed = new List<Lifetime>();
        long arena = 0;
        Lifetime[] largeFirst = [.. lifetimes.Values.Distinct()];
        Array.Sort(largeFirst, (a, b) => a.Floats != b.Floats
            ? b.Floats.CompareTo(a.Floats)
            : a.First != b.First ? a.First.CompareTo(b.First) : a.Order.CompareTo(b.Order));
        foreach (Lifetime lifetime in largeFirst)
        {
            lifetime.Offset = 0;
            foreach (Lifetime other in placed)
            {
                if (!lifetime.Overlaps(other)) continue;
                if (lifetime.Offset + lifetime.Floats <= other.Offset) break;
                lifetime.Offset = Math.Max(lifetime.Offset, other.Offset + other.Floats);
            }
            int place = placed.FindIndex(l => l.Offset > lifetime.Offset);
            placed.Insert(place < 0 ? placed.Count : place, lifetime);
            arena = Math.Max(arena, lifetime.Offset + lifetime.Floats);
        }
        long scratch = 0;
        foreach (PlanStep step in steps) scratch = Math.Max(scratch, step.ScratchFloats);
        return new MemoryPlan(lifetimes, arena, Round(scratch));
    }

    private static Dictionary<Slot, Lifetime> Lifetimes(IReadOnlyList<PlanStep> steps, bool[] barriers,
        IReadOnlyList<Slot> slots, int workers)
    {
        var lifetimes = new Dictionary<Slot, Lifetime>();
        foreach (Slot slot in slots)
        {
            // A line apart: arrays of whole pages would all begin at the same place of a page, where loads wait for stores. Kernels do not
            // touch it.
            if (slot.Kind == SlotKind.Constant) lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, 0, int.MaxValue);
            else if (slot.Kind == SlotKind.Arena)
                lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, int.MaxValue, slot.IsOutput ? int.MaxValue : 0);
        }
        int time = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            if (i > 0 && (workers == 1 || barriers[i])) time++;
            foreach (Access access in steps[i].Accesses)
                if (lifetimes.TryGetValue(access.Slot.Whole ?? access.Slot, out Lifetime? lifetime)) lifetime.Touch(time, i);
        }
        return lifetimes;
    }

    private static long Round(long floats) => (floats + Line - 1) / Line * Line;
}
