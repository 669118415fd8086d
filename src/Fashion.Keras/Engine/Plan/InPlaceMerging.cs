namespace Fashion.Keras.Engine;

/// <summary>
/// Gives a step's result the place of an operand that dies there, where the step allows it and shares both out in the same
/// way: less memory, and the operand is still in the cache.
/// </summary>
internal static class InPlaceMerging
{
    public static void Apply(IReadOnlyList<PlanStep> steps, bool[] barriers, Dictionary<Slot, Lifetime> lifetimes)
    {
        var touches = new Dictionary<Slot, List<Touch>>();
        var phases = new int[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            phases[i] = i == 0 ? 0 : phases[i - 1] + (barriers[i] ? 1 : 0);
            foreach (Access access in steps[i].Accesses)
            {
                if (!touches.TryGetValue(access.Slot, out List<Touch>? list)) touches[access.Slot] = list = [];
                list.Add(new Touch(i, access));
            }
        }
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].InPlace is not var (read, written) || read.Kind != SlotKind.Arena || written.Kind != SlotKind.Arena) continue;
            Lifetime source = lifetimes[read], result = lifetimes[written];
            if (read.IsOutput || read.Count != written.Count || source == result || source.LastStep != i || touches[written][0].Step != i)
                continue;
            if (source.IsLocal != result.IsLocal) continue;

            // A worker that reads anywhere in this phase would see another one's new values.
            Partition partition = touches[written][0].Access.Partition;
            if (partition == Partition.Any || touches[read].Any(t => phases[t.Step] == phases[i] && t.Access.Partition != partition))
                continue;
            source.Extend(result);
            lifetimes[written] = source;
        }
    }

    private sealed record Touch(int Step, Access Access);
}
