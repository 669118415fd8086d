namespace Fashion.Keras.Engine;

/// <summary>
/// Where the slots of a plan lie in its arena. A slot lives from the first to the last step that touches it; slots that live
/// at different times share memory. With several workers time is counted in phases (the stretches between two barriers),
/// because steps of one phase run at the same time on different workers; so sharing never asks for another barrier. Local slots lie in
/// memory of each worker, where one step follows the other.
/// </summary>
internal sealed class MemoryPlan
{
    private const int Line = 16;
    private readonly Dictionary<Slot, Lifetime> _lifetimes;

    private MemoryPlan(Dictionary<Slot, Lifetime> lifetimes, long arenaFloats, long scratchFloats, long localFloats)
    {
        _lifetimes = lifetimes;
        ArenaFloats = arenaFloats;
        ScratchFloats = scratchFloats;
        LocalFloats = localFloats;
    }

    /// <summary>Floats shared by all workers.</summary>
    public long ArenaFloats { get; }

    /// <summary>Floats of every single worker.</summary>
    public long ScratchFloats { get; }

    /// <summary>Floats of every single worker for the rows of local slots that it is at.</summary>
    public long LocalFloats { get; }

    /// <summary>First float of a slot in the arena; of a local slot that of a turn's rows in the memory of a worker.</summary>
    public long OffsetOf(Slot slot) => _lifetimes[slot].Offset;

    public static MemoryPlan For(IReadOnlyList<PlanStep> steps, bool[] barriers, IReadOnlyList<Slot> slots, int workers,
        LocalSlots local)
    {
        Dictionary<Slot, Lifetime> lifetimes = Lifetimes(steps, barriers, slots, workers, local);
        InPlaceMerging.Apply(steps, barriers, lifetimes);
        long scratch = 0;
        foreach (PlanStep step in steps) scratch = Math.Max(scratch, step.ScratchFloats);
        Lifetime[] all = [.. lifetimes.Values.Distinct()];
        return new MemoryPlan(lifetimes, Place([.. all.Where(l => !l.IsLocal)]), Round(scratch), Place([.. all.Where(l => l.IsLocal)]));
    }

    // Gives all of them a place, and returns how much memory there is.
    private static long Place(Lifetime[] largeFirst)
    {
        // Large ones first, each at the lowest place where nothing that lives at the same time lies.
        // In the order of their places.
        var placed = new List<Lifetime>();
        long arena = 0;
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
        return arena;
    }

    private static Dictionary<Slot, Lifetime> Lifetimes(IReadOnlyList<PlanStep> steps, bool[] barriers,
        IReadOnlyList<Slot> slots, int workers, LocalSlots local)
    {
        var lifetimes = new Dictionary<Slot, Lifetime>();
        foreach (Slot slot in slots)
        {
            // A line apart: arrays of whole pages would all begin at the same place of a page, where loads wait for stores. Kernels do not
            // touch it.
            if (local.Contains(slot)) continue;
            if (slot.Kind == SlotKind.Constant) lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, 0, int.MaxValue);
            else if (slot.Kind == SlotKind.Arena)
                lifetimes[slot] = new Lifetime(slot.Index, Round(slot.Count) + Line, int.MaxValue, slot.IsOutput ? int.MaxValue : 0);
        }
        int time = 0, phase = 0;
        for (int i = 0; i < steps.Count; i++)
        {
            if (i > 0 && barriers[i]) phase++;
            // In several turns a single worker comes back to the first steps of a phase, too.
            if (i > 0 && (barriers[i] || (workers == 1 && local.Turns(phase) == 1))) time++;
            foreach (Access access in steps[i].Accesses)
            {
                Slot slot = access.Slot.Whole ?? access.Slot;
                if (local.Contains(slot) && !lifetimes.ContainsKey(slot))
                    lifetimes[slot] = new Lifetime(slot.Index, Round(local.MostFloats(slot, phase)) + Line, int.MaxValue, 0)
                    {
                        IsLocal = true,
                    };
                if (lifetimes.TryGetValue(slot, out Lifetime? lifetime)) lifetime.Touch(lifetime.IsLocal ? i : time, i);
            }
        }
        return lifetimes;
    }

    private static long Round(long floats) => (floats + Line - 1) / Line * Line;
}
