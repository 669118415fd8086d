namespace Fashion.Keras.Engine;

/// <summary>
/// Decides before which steps the workers meet. Two steps between two meetings may run at the same time on different
/// workers; that is harmless when they share no slot, only read it, or share it out in the same way. They also meet when much
/// memory has died since, so that it can be used again.
/// </summary>
internal static class Barriers
{
    // Floats of slots that are no longer needed, from which on a meeting is worth the memory.
    private const int DeadFloats = 1 << 16;

    public static bool[] Place(IReadOnlyList<Step> steps, int workers)
    {
        var barriers = new bool[steps.Count];
        if (workers == 1) return barriers;
        var open = new Dictionary<Slot, List<Access>>();
        var lastSteps = new Dictionary<Slot, int>();
        for (int i = 0; i < steps.Count; i++)
            foreach (Access access in steps[i].Accesses) lastSteps[access.Slot] = i;
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].Accesses.Any(access => Conflicts(open, access)) || Dead(open.Keys, lastSteps, i) >= DeadFloats)
            {
                barriers[i] = true;
                open.Clear();
            }
            foreach (Access access in steps[i].Accesses)
            {
                if (!open.TryGetValue(access.Slot, out List<Access>? accesses)) open[access.Slot] = accesses = [];
                accesses.Add(access);
            }
        }
        return barriers;
    }

    private static long Dead(IEnumerable<Slot> slots, Dictionary<Slot, int> lastSteps, int step) =>
        slots.Where(s => s.Kind == SlotKind.Arena && !s.IsOutput && lastSteps[s] < step).Sum(s => (long)s.Count);

    private static bool Conflicts(Dictionary<Slot, List<Access>> open, Access access)
    {
        if (!open.TryGetValue(access.Slot, out List<Access>? earlier)) return false;
        foreach (Access other in earlier)
            if ((other.Writes || access.Writes) && (access.Partition == Partition.Any || access.Partition != other.Partition)) return true;
        return false;
    }
}
