using Fashion.Keras.Engine;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// Runs a plan once with every check: each step by itself (<see cref="IsolatedRun"/>), and all of them in the memory that users' runs
/// share, the workers in several orders (<see cref="SharedRun"/>). All must give the same bits.
/// </summary>
internal sealed class CheckedPlan(Plan plan, bool pages = false)
{
    private readonly SharedRun _shared = new(plan);

    /// <summary>Told before each step of a worker what comes.</summary>
    public Action<string>? Starting { get; init; }

    /// <summary>The memory of the model's variables.</summary>
    public Frame Frame => _shared.Frame;

    /// <summary>The state after the run; the variables keep it.</summary>
    public PlanState Run(Feed[] feeds, float[] scalars, ulong run)
    {
        PlanState start = PlanState.Of(Frame), want = RunIsolated(start, feeds, scalars, run);
        foreach (SharedRun.Order order in Enum.GetValues<SharedRun.Order>())
        {
            start.RestoreVariables(Frame);
            _shared.Run(feeds, scalars, run, order);
            want.RequireSame(PlanState.Of(Frame), $"{plan.Workers} worker(s) in the order {order} do not give what single steps give");
        }
        GC.KeepAlive(_shared);
        return want;
    }

    private PlanState RunIsolated(PlanState start, Feed[] feeds, float[] scalars, ulong run)
    {
        using var isolated = new IsolatedRun(plan, pages) { Starting = Starting };
        foreach (Slot slot in plan.Slots)
        {
            if (slot.Kind == SlotKind.Variable) isolated[slot].Set(start.Variables[slot.Placement!]);
            else if (slot.Kind == SlotKind.Constant)
                isolated[slot].Set([.. Enumerable.Repeat(BitConverter.SingleToInt32Bits(slot.Fill), slot.Count)]);
            else if (slot.Kind == SlotKind.Scalar) isolated[slot].Set([BitConverter.SingleToInt32Bits(scalars[slot.Scalar])]);
        }
        isolated.Run(feeds, run);
        return PlanState.Of(plan, s => isolated[s].Bits);
    }
}
