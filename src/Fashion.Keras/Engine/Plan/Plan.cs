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
        int workers, bool profile)
    {
        _steps = [.. steps];
        bool[] barriers = Barriers.Place(_steps, slots.Count, workers);
        _phases = [0, .. Enumerable.Range(1, Math.Max(0, _steps.Length - 1)).Where(i => barriers[i]), _steps.Length];
        Slots = slots;
        Outputs = outputs;
        FeedCount = feedCount;
        ScalarCount = scalarCount;
        Workers = workers;
        if (profile) Timer = new StepTimer(_steps, Barriers.Place(_steps, slots.Count), workers);
        Memory = MemoryPlan.For(_steps, barriers, slots, workers);
    }

    public IReadOnlyList<PlanStep> Steps => _steps;

    public IReadOnlyList<Slot> Slots { get; }

    public IReadOnlyList<Slot> Outputs { get; }

    public MemoryPlan Memory { get; }

    public int FeedCount { get; }

    public int ScalarCount { get; }

    /// <summary>Threads that run it, the caller's included.</summary>
    public int Workers { get; }

    /// <summary>Measures every step; null unless asked for.</summary>
    public StepTimer? Timer { get; }

    /// <summary>Floats that a run needs: slots, and scratch for every worker.</summary>
    public long ArenaFloats => Memory.ArenaFloats + Memory.ScratchFloats * Workers;

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
        for (int i = _phases[phase]; i < _phases[phase + 1]; i++)
        {
            if (timer is null)
            {
                Run(_steps[i], frame, threads, share);
                continue;
            }
            long start = Stopwatch.GetTimestamp();
            Run(_steps[i], frame, threads, share);
            timer.Add(i, i == _phases[phase] ? waited : 0, Stopwatch.GetTimestamp() - start);
        }
    }

    private void Run(PlanStep step, Frame frame, WorkerThreads? threads, int worker)
    {
        // After a failure all shares are still counted, or the others would wait forever.
        if (threads is { HasFailed: true }) return;
        try
        {
            step.Run(frame, worker, Workers);
        }
        catch (Exception exception) when (threads is not null)
        {
            threads.Fail(exception);
        }
    }
}
