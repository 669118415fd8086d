using Fashion.Keras.Graph;

namespace Fashion.Keras.Engine;

/// <summary>A compiled graph: the steps in order, before which of them the workers meet, and where every slot lies. Immutable.</summary>
internal sealed unsafe class Plan
{
    private readonly Step[] _steps;
    private readonly bool[] _barriers;
    private readonly (VariableStorage Storage, VariableLayout? Layout, nint Pointer)[] _variables;

    public Plan(IReadOnlyList<Step> steps, IReadOnlyList<Slot> slots, IReadOnlyList<Slot> outputs, int feedCount, int scalarCount, int workers)
    {
        _steps = [.. steps];
        _barriers = Barriers.Place(_steps, workers);
        _variables = [.. slots.Where(s => s.Kind == SlotKind.Variable).Select(s => State(s.Variable!.Storage))];
        Slots = slots;
        Outputs = outputs;
        FeedCount = feedCount;
        ScalarCount = scalarCount;
        Workers = workers;
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

    /// <summary>How often the workers wait for each other in one run.</summary>
    public int BarrierCount => _barriers.Count(b => b);

    /// <summary>Whether the variables still lie where, and as, they lay when the plan was made.</summary>
    public bool IsCurrent
    {
        get
        {
            foreach ((VariableStorage storage, VariableLayout? layout, nint pointer) in _variables)
                if (!ReferenceEquals(storage.Layout, layout) || (nint)storage.Pointer != pointer) return false;
            return true;
        }
    }

    /// <summary>The part of one worker; all workers of the crew run it at the same time.</summary>
    public void Execute(Frame frame, Crew? crew, int worker)
    {
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_barriers[i]) crew!.Meet();
            // After a failure the workers still meet everywhere, or the others would wait for ever.
            if (crew is { HasFailed: true }) continue;
            try
            {
                _steps[i].Run(frame, worker, Workers);
            }
            catch (Exception exception) when (crew is not null)
            {
                crew.Fail(exception);
            }
        }
    }

    private static (VariableStorage, VariableLayout?, nint) State(VariableStorage storage) => (storage, storage.Layout, (nint)storage.Pointer);
}
