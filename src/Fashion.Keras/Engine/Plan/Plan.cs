using System.Diagnostics;

namespace Fashion.Keras.Engine;

/// <summary>
/// A compiled graph: the steps in order, before which of them is a barrier, where every slot lies in the arena, and which memory the
/// variables have. Immutable.
/// </summary>
internal sealed unsafe class Plan
{
    private readonly PlanStep[] _steps;
    private readonly bool[] _barriers;

    public Plan(IReadOnlyList<PlanStep> steps, IReadOnlyList<Slot> slots, IReadOnlyList<Slot> outputs, int feedCount, int scalarCount,
        int workers, bool profile)
    {
        _steps = [.. steps];
        _barriers = Barriers.Place(_steps, slots.Count, workers);
        Slots = slots;
        Outputs = outputs;
        FeedCount = feedCount;
        ScalarCount = scalarCount;
        Workers = workers;
        if (profile) Timer = new StepTimer(_steps.Length);
        Memory = MemoryPlan.For(_steps, _barriers, slots, workers);
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

    /// <summary>The part of one worker; all workers run it at the same time.</summary>
    public void Execute(Frame frame, WorkerThreads? threads, int worker)
    {
        if (Timer is not null && worker == 0)
        {
            ExecuteTimed(Timer, frame, threads);
            return;
        }
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_barriers[i]) threads!.AwaitBarrier();
            Run(_steps[i], frame, threads, worker);
        }
    }

    private void ExecuteTimed(StepTimer timer, Frame frame, WorkerThreads? threads)
    {
        timer.AddRun();
        for (int i = 0; i < _steps.Length; i++)
        {
            long arrived = Stopwatch.GetTimestamp();
            if (_barriers[i]) threads!.AwaitBarrier();
            long start = Stopwatch.GetTimestamp();
            Run(_steps[i], frame, threads, 0);
            timer.Add(i, start - arrived, Stopwatch.GetTimestamp() - start);
        }
    }

    private void Run(PlanStep step, Frame frame, WorkerThreads? threads, int worker)
    {
        // After a failure the workers still pass every barrier, or the others would wait forever.
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
