using Fashion.Keras.Engine;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// Memory for one step of one worker at a time: every slot lies in a piece of memory of its own, between margins or guard pages,
/// and so does the scratch memory. All that the worker must not read holds poison.
/// </summary>
internal sealed unsafe class StepViews(Plan plan, byte poison, Edge edge, bool pages) : FrameProbe, IDisposable
{
    private readonly GuardedMemory?[] _slots = new GuardedMemory?[plan.Slots.Count];
    private readonly Dictionary<int, GuardedMemory> _scratch = [];
    private int _step, _worker;

    /// <summary>What lies where a worker must not read.</summary>
    public int Poison { get; } = poison * 0x01010101;

    /// <summary>
    /// What lies where it may write and was not written yet: another number, so that copied poison is no memory left alone.
    /// </summary>
    public int Unwritten { get; } = (poison ^ 1) * 0x01010101;

    public override float* this[Slot slot]
    {
        get
        {
            if (!plan.Steps[_step].Accesses.Any(a => a.Slot == slot))
                throw new PlanViolationException($"{Names.Of(plan, _step)} touches {Names.Of(slot)}, which it has not declared");
            return (float*)Memory(slot).Pointer;
        }
    }

    public override float* Scratch(int worker)
    {
        if (worker != _worker)
            throw new PlanViolationException($"{Names.Of(plan, _step)}: worker {_worker} takes the scratch memory of worker {worker}");
        return (float*)ScratchMemory.Pointer;
    }

    /// <summary>Gets ready for a step of a worker; the slots' contents are the caller's to fill in.</summary>
    public void Begin(int step, int worker)
    {
        _step = step;
        _worker = worker;
        ScratchMemory.Contents.Fill(poison);
    }

    /// <summary>The memory that stands for a slot.</summary>
    public Span<int> Of(Slot slot) => new(Memory(slot).Pointer, slot.Count);

    /// <summary>Fails if the step has written outside of a slot or of its scratch memory.</summary>
    public void CheckMargins()
    {
        foreach (Slot slot in plan.Steps[_step].Accesses.Select(a => a.Slot).Distinct())
            if (Memory(slot).Written() is { } place)
                throw new PlanViolationException(
                    $"{Names.Of(plan, _step)}: worker {_worker} writes at element {Element(place)} of {Names.Of(slot)}");
        if (ScratchMemory.Written() is { } at)
            throw new PlanViolationException($"{Names.Of(plan, _step)}: worker {_worker} writes at element {Element(at)} of its scratch " +
                $"memory of {plan.Steps[_step].ScratchFloats} elements");
    }

    public void Dispose()
    {
        foreach (GuardedMemory? memory in _slots) memory?.Dispose();
        foreach (GuardedMemory memory in _scratch.Values) memory.Dispose();
    }

    private GuardedMemory ScratchMemory
    {
        get
        {
            int floats = (int)plan.Steps[_step].ScratchFloats;
            return _scratch.TryGetValue(floats, out GuardedMemory? memory) ? memory : _scratch[floats] = Make(floats, Slack(floats));
        }
    }

    // A scalar is one of an array of them; every other slot may be read to the end of its last line.
    private GuardedMemory Memory(Slot slot) =>
        _slots[slot.Index] ??= Make(slot.Count, slot.Kind == SlotKind.Scalar ? 0 : Slack(slot.Count));

    private GuardedMemory Make(int floats, int slack) => new(floats * sizeof(float), slack * sizeof(float), edge, pages, poison);

    private static int Slack(int floats) => (16 - floats % 16) % 16;

    private static long Element(long place) => (long)Math.Floor(place / 4.0);
}
