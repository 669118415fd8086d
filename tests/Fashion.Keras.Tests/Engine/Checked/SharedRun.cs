using Fashion.Keras.Engine;
using Fashion.Keras.Execution;

namespace Fashion.Keras.Tests.Engine.Checked;

/// <summary>
/// Runs a plan in the memory that it runs in for users, where slots share places, but with one thread that takes the workers' parts
/// between two barriers in a given order. Arena and scratch memory hold poison before, and what no step needs any more is poisoned again.
/// </summary>
internal sealed unsafe class SharedRun
{
    private readonly Plan _plan;
    private readonly List<(int First, int End, int Phase)> _phases = [];
    private readonly int[] _firstTouch;
    private readonly int[] _lastTouch;

    public SharedRun(Plan plan)
    {
        _plan = plan;
        Frame = new Frame(plan);
        Frame.Attach(new Arena(plan.ArenaFloats));
        for (int i = 0, phase = 0; i < plan.Steps.Count; i++)
        {
            if (i > 0 && plan.Waits[i]) phase++;
            // A single worker is never at two steps at the same time, unless it comes back to the first of them.
            bool alone = plan.Workers == 1 && plan.Local.Turns(phase) == 1;
            if (i == 0 || plan.Waits[i] || alone) _phases.Add((i, i + 1, phase));
            else _phases[^1] = _phases[^1] with { End = i + 1 };
        }
        _firstTouch = new int[plan.Slots.Count];
        _lastTouch = new int[plan.Slots.Count];
        Array.Fill(_firstTouch, int.MaxValue);
        Array.Fill(_lastTouch, -1);
        for (int phase = 0; phase < _phases.Count; phase++)
            for (int step = _phases[phase].First; step < _phases[phase].End; step++)
                foreach (Access access in plan.Steps[step].Accesses)
                {
                    _firstTouch[access.Slot.Index] = Math.Min(_firstTouch[access.Slot.Index], phase);
                    _lastTouch[access.Slot.Index] = phase;
                }
    }

    /// <summary>In what order one thread takes the steps of a phase.</summary>
    public enum Order
    {
        /// <summary>Worker 0 does all of its steps, then worker 1.</summary>
        FirstWorkerFirst,

        /// <summary>The last worker does all of its steps first.</summary>
        LastWorkerFirst,

        /// <summary>All workers do a step, the last one first, then the next step.</summary>
        StepByStep,
    }

    /// <summary>The memory; its variables are those of the model.</summary>
    public Frame Frame { get; }

    public void Run(Feed[] feeds, float[] scalars, ulong run, Order order)
    {
        byte poison = order == Order.LastWorkerFirst ? (byte)0x5A : (byte)0xFF;
        foreach (Slot slot in _plan.Slots)
            if (slot.Kind == SlotKind.Arena && !_plan.Local.Contains(slot)) Bytes(slot).Fill(poison);
        Frame.Begin(feeds, scalars, run);
        for (int phase = 0; phase < _phases.Count; phase++)
        {
            int turns = _plan.Local.Turns(_phases[phase].Phase), shares = _plan.Workers * turns;
            foreach ((int step, int turn) in Sequence(_phases[phase], order))
            {
                Frame own = Own(_phases[phase].Phase, turn, turns);
                if (step == 0 || _plan.Waits[step]) PoisonLocal(_phases[phase].Phase, turn, own, poison);
                new Span<byte>(own.Scratch(turn), (int)_plan.Memory.ScratchFloats * sizeof(float)).Fill(poison);
                _plan.Steps[step].Run(own, turn, shares);
            }
            PoisonDead(phase, poison);
        }
        Frame.End();
        GC.KeepAlive(Frame);
    }

    // The frame in which a worker takes a turn.
    private Frame Own(int phase, int turn, int turns)
    {
        if (_plan.Local.Of(phase).IsEmpty) return Frame;
        Frame own = Frame.Share(turn / turns);
        own.Move(phase, turn);
        return own;
    }

    // The rows of a turn in slots that begin with it.
    private void PoisonLocal(int phase, int turn, Frame own, byte poison)
    {
        foreach (Slot slot in _plan.Local.Of(phase))
            new Span<byte>(own[slot] + _plan.Local.Start(slot, phase, turn), _plan.Local.MostFloats(slot, phase) * sizeof(float))
                .Fill(poison);
    }

    private IEnumerable<(int Step, int Turn)> Sequence((int First, int End, int Phase) phase, Order order)
    {
        IEnumerable<int> steps = Enumerable.Range(phase.First, phase.End - phase.First), workers = Enumerable.Range(0, _plan.Workers);
        int turns = _plan.Local.Turns(phase.Phase);
        IEnumerable<int> Turns(int worker) => Enumerable.Range(worker * turns, turns);
        return order switch
        {
            Order.FirstWorkerFirst => workers.SelectMany(Turns).SelectMany(t => steps.Select(s => (s, t))),
            Order.LastWorkerFirst => workers.Reverse().SelectMany(Turns).SelectMany(t => steps.Select(s => (s, t))),
            // The turns of a worker follow one another.
            _ => Enumerable.Range(0, turns).SelectMany(t => steps.SelectMany(s => workers.Reverse().Select(w => (s, w * turns + t)))),
        };
    }

    // Where nothing lies that is still needed.
    private void PoisonDead(int phase, byte poison)
    {
        var alive = new List<(nint First, nint End)>();
        var dead = new List<Slot>();
        foreach (Slot slot in _plan.Slots)
        {
            if (slot.Kind is not (SlotKind.Arena or SlotKind.Constant) || _plan.Local.Contains(slot)) continue;
            int index = slot.Index;
            bool kept = slot.Kind == SlotKind.Constant || (_firstTouch[index] <= phase && (_lastTouch[index] > phase || slot.IsOutput));
            if (kept) alive.Add(((nint)Frame[slot], (nint)(Frame[slot] + slot.Count)));
            else if (_lastTouch[index] == phase) dead.Add(slot);
        }
        foreach (Slot slot in dead)
        {
            nint first = (nint)Frame[slot], end = (nint)(Frame[slot] + slot.Count);
            foreach (var (otherFirst, otherEnd) in alive.Where(a => a.First < end && a.End > first).OrderBy(a => a.First))
            {
                if (otherFirst > first) new Span<byte>((void*)first, (int)(otherFirst - first)).Fill(poison);
                first = Math.Max(first, otherEnd);
            }
            if (first < end) new Span<byte>((void*)first, (int)(end - first)).Fill(poison);
        }
    }

    private Span<byte> Bytes(Slot slot) => new(Frame[slot], slot.Count * sizeof(float));
}
