namespace Fashion.Keras.Engine;

/// <summary>
/// Steps that depend on variables alone (kernels that are transformed or packed) come first where no variable changes: between the layers
/// they would ask for a barrier each.
/// </summary>
internal static class WeightSteps
{
    // What they write lives until its last reader, so there is a bound.
    private const long MostFloats = 1 << 20;

    /// <summary>The steps in their new order.</summary>
    public static IReadOnlyList<PlanStep> First(IReadOnlyList<PlanStep> steps)
    {
        foreach (PlanStep step in steps)
            foreach (Access access in step.Accesses)
                if (access.Writes && access.Slot.Kind == SlotKind.Variable) return steps;
        var known = new HashSet<Slot>();
        var touched = new HashSet<Slot>();
        List<PlanStep> first = [], others = [];
        long floats = 0;
        foreach (PlanStep step in steps)
        {
            long written = 0;
            bool isFirst = !step.MayRefuse && step.Accesses.Count > 0;
            foreach (Access access in step.Accesses)
            {
                // A step that comes first may not overtake another one that touches what it writes.
                if (access.Writes) isFirst &= access.Slot is { Kind: SlotKind.Arena, IsOutput: false } && !touched.Contains(access.Slot);
                else isFirst &= access.Slot.Kind is SlotKind.Variable or SlotKind.Constant || known.Contains(access.Slot);
                if (access.Writes) written += access.Slot.Count;
            }
            // What only writes is no function of variables.
            isFirst &= written > 0 && floats + written <= MostFloats && step.Accesses.Any(a => !a.Writes);
            (isFirst ? first : others).Add(step);
            if (isFirst) floats += written;
            foreach (Access access in step.Accesses)
            {
                if (!isFirst) touched.Add(access.Slot);
                else if (access.Writes) known.Add(access.Slot);
            }
        }
        return [.. first, .. others];
    }
}
