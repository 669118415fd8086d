using System.Diagnostics;
using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A compiled graph: the steps in order, before which of them the workers meet, and where every slot lies. Immutable.</summary>
internal sealed unsafe class Plan
{
    private readonly Step[] _steps;
    private readonly bool[] _barriers;
    private readonly VariableStorage[] _variables;
    private readonly object[] _memories;

    public Plan(IReadOnlyList<Step> steps, IReadOnlyList<Slot> slots, IReadOnlyList<Slot> outputs, int feedCount, int scalarCount, int workers, bool profile)
    {
        _steps = [.. steps];
        _barriers = Barriers.Place(_steps, slots.Count, workers);
        _variables = [.. slots.Where(s => s.Kind == SlotKind.Variable).Select(s => s.Variable!.Storage)];
        _memories = [.. _variables.Select(v => v.Memory)];
        Slots = slots;
        Outputs = outputs;
        FeedCount = feedCount;
        ScalarCount = scalarCount;
        Workers = workers;
        if (profile) Timer = new StepTimer(_steps.Length);
        Memory = MemoryPlan.For(_steps, _barriers, slots, workers);
    }

    public IReadOnlyList<Step> Steps => _steps;

    public IReadOnlyList<Slot> Slots { get; }

    public IReadOnlyList<Slot> Outputs { get; }

    public MemoryPlan Memory { get; }

    public int FeedCount { get; }

    public int ScalarCount { get; }

    /// <summary>Threads that run it, the caller's included.</summary>
    public int Workers { get; }

    /// <summary>Measures every step; null unless asked for.</summary>
    public StepTimer? Timer { get; }

    /// <summary>Whether the variables still lie where, and as, they lay when the plan was made.</summary>
    public bool IsCurrent
    {
        get
        {
            for (int i = 0; i < _variables.Length; i++)
                if (_variables[i].Memory != _memories[i]) return false;
            return true;
        }
    }

    /// <summary>The part of one worker; all workers of the crew run it at the same time.</summary>
    public void Execute(Frame frame, Crew? crew, int worker)
    {
        if (Timer is not null && worker == 0)
        {
            ExecuteTimed(Timer, frame, crew);
            return;
        }
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_barriers[i]) crew!.Meet();
            Run(_steps[i], frame, crew, worker);
        }
    }

    private void ExecuteTimed(StepTimer timer, Frame frame, Crew? crew)
    {
        timer.AddRun();
        for (int i = 0; i < _steps.Length; i++)
        {
            long arrived = Stopwatch.GetTimestamp();
            if (_barriers[i]) crew!.Meet();
            long start = Stopwatch.GetTimestamp();
            Run(_steps[i], frame, crew, 0);
            timer.Add(i, start - arrived, Stopwatch.GetTimestamp() - start);
        }
    }

    private void Run(Step step, Frame frame, Crew? crew, int worker)
    {
        // After a failure the workers still meet everywhere, or the others would wait for ever.
        if (crew is { HasFailed: true }) return;
        try
        {
            step.Run(frame, worker, Workers);
        }
        catch (Exception exception) when (crew is not null)
        {
            crew.Fail(exception);
        }
    }
}
