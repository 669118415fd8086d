using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>Bits of a plan's variables and outputs.</summary>
/// <param name="Variables">As they lie in memory.</param>
/// <param name="Outputs">In the order of the plan's outputs.</param>
internal sealed unsafe record PlanState(IReadOnlyDictionary<ManagedPlacement, int[]> Variables, int[][] Outputs)
{
    public static PlanState Of(Plan plan, Func<Slot, int[]> bits) =>
        new(plan.Slots.Where(s => s.Kind == SlotKind.Variable).ToDictionary(s => s.Placement!, bits), [.. plan.Outputs.Select(bits)]);

    /// <summary>What lies in the memory that users' runs work on.</summary>
    public static PlanState Of(Frame frame) => Of(frame.Plan, s => new ReadOnlySpan<int>(frame[s], s.Count).ToArray());

    /// <summary>Gives the variables these values.</summary>
    public void RestoreVariables(Frame frame)
    {
        foreach (Slot slot in frame.Plan.Slots.Where(s => s.Kind == SlotKind.Variable))
            Variables[slot.Placement!].CopyTo(new Span<int>(frame[slot], slot.Count));
    }

    public void RequireSame(PlanState other, string what)
    {
        int number = 0;
        foreach (var (variable, bits) in Variables) Compare(bits, other.Variables[variable], $"variable {number++}", what);
        for (int i = 0; i < Outputs.Length; i++) Compare(Outputs[i], other.Outputs[i], $"output {i}", what);
    }

    private static void Compare(int[] want, int[] got, string where, string what)
    {
        int same = want.AsSpan().CommonPrefixLength(got);
        if (same < want.Length)
            throw new PlanViolationException($"{what}: element {same} of {where} is {Number(got[same])} instead of {Number(want[same])}");
    }

    private static string Number(int bits) => $"{BitConverter.Int32BitsToSingle(bits):R} (0x{bits:X8})";
}
