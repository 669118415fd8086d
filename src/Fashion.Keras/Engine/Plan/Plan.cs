using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Fashion.Keras.Engine;

/// <summary>
/// A compiled graph: the steps in order, before which of them is a barrier, where every slot lies in the arena, and which memory the
/// variables have. Immutable.
/// </summary>
internal sealed unsafe class Plan
{
    private readonly PlanStep[] _steps;
    private readonly int[] _phases;

    public Plan(IReadOnlyList<PlanStep> steps, IReadOnlyList<Slot> slots, IReadOnlyList<Slot> outputs, int feedCount, int scalarCount,
        int workers, bool profile, TurnSizes? turns = null)
    {
        _steps = [.. steps];
        bool[] candidates = LocalSlots.Candidates(_steps, slots), barriers = Barriers.Place(_steps, slots.Count, candidates);
        Local = LocalSlots.Of(_steps, barriers, slots, candidates, workers, turns ?? TurnSizes.Default);
        Waits = barriers;
        _phases = [0, .. Enumerable.Range(1, Math.Max(0, _steps.Length - 1)).Where(i => barriers[i]), _steps.Length];
        Slots = slots;
        Outputs = outputs;
        FeedCount = feedCount;
        ScalarCount = scalarCount;
        Workers = workers;
        if (profile) Timer = new StepTimer(_steps, barriers, workers);
        Memory = MemoryPlan.For(_steps, barriers, slots, workers, Local);
    }

    public IReadOnlyList<PlanStep> Steps => _steps;

    public IReadOnlyList<Slot> Slots { get; }

    public IReadOnlyList<Slot> Outputs { get; }

    public MemoryPlan Memory { get; }

    /// <summary>What every worker has memory of its own for.</summary>
    public LocalSlots Local { get; }

    /// <summary>Before which steps the workers wait for each other, if there are several.</summary>
    public IReadOnlyList<bool> Waits { get; }

    public int FeedCount { get; }

    public int ScalarCount { get; }

    /// <summary>Threads that run it, the caller's included.</summary>
    public int Workers { get; }

    /// <summary>Measures every step; null unless asked for.</summary>
    public StepTimer? Timer { get; }

    /// <summary>Floats that a run needs: slots, and for every worker scratch and local slots.</summary>
    public long ArenaFloats => Memory.ArenaFloats + (Memory.ScratchFloats + Memory.LocalFloats) * Workers;

    /// <summary>Stretches between barriers.</summary>
    public int Phases => _phases.Length - 1;

    /// <summary>All steps by one worker.</summary>
    public void Execute(Frame frame)
    {
        Timer?.AddRun();
        for (int phase = 0; phase < Phases; phase++) Execute(frame, null, phase, share: 0, Timer, 0);
    }

    /// <summary>One share of a phase; the shares of a phase may run at the same time, those of the next one when all have ended.</summary>
    /// <param name="frame">The memory.</param>
    /// <param name="threads">Who runs it; null for one worker.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="share">Which worker's share it is.</param>
    /// <param name="timer">Measures the steps; null where nothing is measured.</param>
    /// <param name="waited">How long the thread has waited before, in ticks.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Execute(Frame frame, WorkerThreads? threads, int phase, int share, StepTimer? timer, long waited)
    {
        int turns = Local.Turns(phase);
        Frame own = Local.Of(phase).IsEmpty ? frame : frame.Share(share);
        for (int turn = share * turns; turn < (share + 1) * turns; turn++)
        {
            if (own != frame) own.Move(phase, turn);
            for (int i = _phases[phase]; i < _phases[phase + 1]; i++)
            {
                if (timer is null)
                {
                    Run(_steps[i], own, threads, turn, Workers * turns);
                    continue;
                }
                long start = Stopwatch.GetTimestamp();
                Run(_steps[i], own, threads, turn, Workers * turns);
                timer.Add(i, i == _phases[phase] ? waited : 0, Stopwatch.GetTimestamp() - start);
            }
            waited = 0;
        }
    }

    private static void Run(PlanStep step, Frame frame, WorkerThreads? threads, int worker, int workers)
    {
        // After a failure all shares are still counted, or the others would wait forever.
        if (threads is { HasFailed: true }) return;
        try
        {
            step.Run(frame, worker, workers);
        }
        catch (Exception exception) when (threads is not null)
        {
            threads.Fail(exception);
        }
    }
}
