using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>
/// Slots that live between two barriers only and that all steps there share out alike, by rows. What a worker needs of them it has written
/// itself, so a worker has memory of its own for them, and takes its share of the phase in turns: some rows go through all steps of the
/// phase before the next ones do. That memory is small and always the same, so it stays in the caches of the worker's core.
/// </summary>
/// <remarks>
/// A turn is what a worker would do if there were so many more workers, so no result depends on the number of turns. In a frame a local
/// slot's pointer stands as far in front of the memory as the turn's first row is from the slot's first.
/// </remarks>
internal sealed class LocalSlots
{
    private readonly bool[] _isLocal;
    private readonly int[] _turns;
    private readonly Slot[][] _slots;

    private LocalSlots(bool[] isLocal, int[] turns, Slot[][] slots, int workers)
    {
        (_isLocal, _turns, _slots) = (isLocal, turns, slots);
        Workers = workers;
    }

    /// <summary>Workers of the plan.</summary>
    public int Workers { get; }

    /// <summary>Whether any slot is local.</summary>
    public bool Any => Array.IndexOf(_isLocal, true) >= 0;

    /// <summary>Whether a slot is one of them.</summary>
    public bool Contains(Slot slot) => _isLocal[slot.Index];

    /// <summary>The local slots of a phase.</summary>
    public ReadOnlySpan<Slot> Of(int phase) => _slots[phase];

    /// <summary>In how many turns a worker takes its share of a phase.</summary>
    public int Turns(int phase) => _turns[phase];

    /// <summary>The first element of a slot that a turn of a phase touches; turns are counted through all workers.</summary>
    public nint Start(Slot slot, int phase, int turn) =>
        (nint)slot.Partition.Range(turn, Workers * _turns[phase]).First * (slot.Count / slot.Partition.Rows);

    /// <summary>Elements that a turn of a phase touches at most.</summary>
    public int MostFloats(Slot slot, int phase)
    {
        Partition rows = slot.Partition;
        int shares = Workers * _turns[phase];
        long most = Math.Min(rows.Rows, ((long)rows.Groups + shares - 1) / shares * rows.Granule);
        return (int)(most * (slot.Count / rows.Rows));
    }

    /// <summary>Which slots could be local if there were only the barriers without which results would be wrong.</summary>
    public static bool[] Candidates(IReadOnlyList<PlanStep> steps, IReadOnlyList<Slot> slots) =>
        // Guards compare whole arrays, of which only the rows of a turn exist here.
        KernelGuard.IsActive ? new bool[slots.Count] : Within(steps, Barriers.Place(steps, slots.Count, sparesMemory: null), slots);

    /// <summary>The local slots of a plan with these barriers, among the candidates.</summary>
    public static LocalSlots Of(IReadOnlyList<PlanStep> steps, bool[] barriers, IReadOnlyList<Slot> slots, bool[] candidates, int workers,
        TurnSizes sizes)
    {
        bool[] within = Within(steps, barriers, slots), isLocal = new bool[slots.Count];
        int phases = 1 + Enumerable.Range(1, Math.Max(0, steps.Count - 1)).Count(i => barriers[i]);
        var turns = new int[phases];
        var locals = new Slot[phases][];
        for (int first = 0, phase = 0; phase < phases; phase++)
        {
            int end = first + 1;
            while (end < steps.Count && !barriers[end]) end++;
            Slot[] here = [.. steps.Skip(first).Take(end - first).SelectMany(s => s.Accesses).Select(a => a.Slot).Distinct()
                .Where(s => candidates[s.Index] && within[s.Index])];
            long most = MostAlive(steps, first, end, here);
            turns[phase] = 1;
            locals[phase] = [];
            if (most >= sizes.Least && here.Length > 0)
            {
                locals[phase] = here;
                foreach (Slot slot in here) isLocal[slot.Index] = true;
                int groups = here.Min(s => s.Partition.Groups), together = steps.Skip(first).Take(end - first).Max(s => s.Together);
                long wanted = (most / workers + sizes.Most - 1) / sizes.Most;
                turns[phase] = (int)Math.Clamp(wanted, 1, Math.Max(1, groups / workers / together));
            }
            first = end;
        }
        return new LocalSlots(isLocal, turns, locals, workers);
    }

    // Slots in the arena that one phase alone touches, in equal rows that all of its steps share out alike.
    private static bool[] Within(IReadOnlyList<PlanStep> steps, bool[] barriers, IReadOnlyList<Slot> slots)
    {
        var isLocal = new bool[slots.Count];
        var phases = new int[slots.Count];
        Array.Fill(phases, -1);
        foreach (Slot slot in slots)
            isLocal[slot.Index] = slot is { Kind: SlotKind.Arena, IsOutput: false, Layout: null, Partition.Rows: > 0 }
                && slot.Count % slot.Partition.Rows == 0;
        foreach (Slot slot in slots)
            if (slot.Whole is { } whole) isLocal[whole.Index] = false;
        for (int i = 0, phase = 0; i < steps.Count; i++)
        {
            if (i > 0 && barriers[i]) phase++;
            foreach ((Slot slot, Partition partition, _) in steps[i].Accesses)
            {
                bool first = phases[slot.Index] < 0;
                if (first) phases[slot.Index] = phase;
                isLocal[slot.Index] &= phases[slot.Index] == phase && partition == slot.Partition;
            }
        }
        for (int i = 0; i < phases.Length; i++) isLocal[i] &= phases[i] >= 0;
        return isLocal;
    }

    // Elements of the slots that are needed at the same time, at most, if each step ended before the next one.
    private static long MostAlive(IReadOnlyList<PlanStep> steps, int first, int end, Slot[] slots)
    {
        long most = 0;
        var changes = new long[end - first + 1];
        foreach (Slot slot in slots)
        {
            int[] touched = [.. Enumerable.Range(first, end - first).Where(i => steps[i].Accesses.Any(a => a.Slot == slot))];
            changes[touched[0] - first] += slot.Count;
            changes[touched[^1] + 1 - first] -= slot.Count;
        }
        long alive = 0;
        foreach (long change in changes) most = Math.Max(most, alive += change);
        return most;
    }
}
