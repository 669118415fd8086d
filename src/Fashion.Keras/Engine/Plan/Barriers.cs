namespace Fashion.Keras.Engine;

/// <summary>
/// Decides before which steps the workers wait for each other. Two steps between two barriers may run at the same time on different
/// workers; that is harmless when they share no slot, only read it, or share it out in the same way. There is one, too, when much
/// memory has died since, so that it can be used again, and before a variable changes while a worker might still refuse the data.
/// </summary>
internal static class Barriers
{
    // Floats of slots that are no longer needed, from which on a barrier is worth the memory.
    private const int DeadFloats = 1 << 16;

    /// <param name="steps">The steps.</param>
    /// <param name="slotCount">How many slots there are.</param>
    /// <param name="sparesMemory">The slots, by index, whose memory is worth no barrier; null for all.</param>
    public static bool[] Place(IReadOnlyList<PlanStep> steps, int slotCount, bool[]? sparesMemory)
    {
        var barriers = new bool[steps.Count];
        var lastSteps = new int[slotCount];
        for (int i = 0; i < steps.Count; i++)
            foreach (Access access in steps[i].Accesses) lastSteps[access.Slot.Index] = i;

        // Since the last barrier: what was touched, by slot, and the slots themselves.
        var touched = new List<Access>?[slotCount];
        var slots = new List<Slot>();
        bool mayRefuse = false;
        for (int i = 0; i < steps.Count; i++)
        {
            bool barrier = sparesMemory is not null && Dead(slots, lastSteps, i, sparesMemory) >= DeadFloats;
            foreach (Access access in steps[i].Accesses)
                barrier |= Conflicts(touched[access.Slot.Index], access)
                    || (mayRefuse && access.Writes && access.Slot.Kind == SlotKind.Variable);
            if (barrier)
            {
                barriers[i] = true;
                foreach (Slot slot in slots) touched[slot.Index] = null;
                slots.Clear();
                mayRefuse = false;
            }
            mayRefuse |= steps[i].MayRefuse;
            foreach (Access access in steps[i].Accesses)
            {
                ref List<Access>? accesses = ref touched[access.Slot.Index];
                if (accesses is null)
                {
                    accesses = [];
                    slots.Add(access.Slot);
                }
                accesses.Add(access);
            }
        }
        return barriers;
    }

    private static long Dead(List<Slot> slots, int[] lastSteps, int step, bool[] sparesMemory)
    {
        long floats = 0;
        foreach (Slot slot in slots)
            if (slot.Kind == SlotKind.Arena && !slot.IsOutput && !sparesMemory[slot.Index] && lastSteps[slot.Index] < step)
                floats += slot.Count;
        return floats;
    }

    private static bool Conflicts(List<Access>? earlier, Access access)
    {
        if (earlier is null) return false;
        foreach (Access other in earlier)
            if ((other.Writes || access.Writes) && (access.Partition == Partition.Any || access.Partition != other.Partition)) return true;
        return false;
    }
}
