using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Training;

/// <summary>
/// The compiled steps of a trainer, made when they are first needed and kept until something changes that they depend on.
/// </summary>
/// <param name="name">Names the model, for messages.</param>
/// <param name="program">What the steps compute.</param>
/// <param name="options">How they run.</param>
/// <param name="defaultEngine">Makes the engine that runs them when the options name none.</param>
/// <param name="warn">Where warnings about a step go.</param>
internal sealed class CompiledSteps(Func<string> name, Func<StepKind, IStepProgram> program, Func<ModelOptions> options,
    Func<IEngine> defaultEngine, Action<string> warn)
{
    private readonly Lock _lock = new();
    private readonly RecentCache<StepKey, CompiledStep> _cache = new(step => step.Executable.PlanBytes);
    private readonly HashSet<string> _warned = [];
    private IEngine? _engine;

    /// <summary>The gate of the weights that no other model has taken.</summary>
    public WeightGate Gate { get; } = new();

    /// <summary>Bytes of the compiled steps that wait for their next use; an estimate.</summary>
    public long CachedBytes
    {
        get
        {
            lock (_lock) return _cache.Bytes;
        }
    }

    /// <summary>The engine in one line.</summary>
    public string EngineDescription
    {
        get
        {
            lock (_lock) return UseEngine().Description;
        }
    }

    /// <summary>The compiled graph of a step.</summary>
    public CompiledStep Get(StepKey key)
    {
        lock (_lock)
        {
            if (_cache.Find(key) is { } known) return known;
            CompiledStep step = Compile(key);
            _cache.Add(key, step, options().PlanBytes);
            return step;
        }
    }

    /// <summary>Says that training will begin before long.</summary>
    public void Prepare()
    {
        lock (_lock) UseEngine().Prepare();
    }

    /// <summary>Runs something while no step is being compiled.</summary>
    public void Locked(Action action)
    {
        lock (_lock) action();
    }

    /// <summary>Drops all steps and the engine.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _cache.Clear();
            _engine = null;
        }
    }

    /// <summary>The times measured so far, one profile per compiled plan that has run.</summary>
    public IReadOnlyList<ModelProfile> Profile()
    {
        lock (_lock)
        {
            return [.. from step in _cache.Items
                       let entries = step.Item.Executable.Profile()
                       where entries.Count > 0
                       select new ModelProfile(
                           $"{(step.Key.Accumulating == 0 ? step.Key.Kind : "Accumulate")} {string.Join(", ", step.Key.Shapes.Inputs)}",
                           step.Item.Executable.BufferBytes, entries)];
        }
    }

    private CompiledStep Compile(StepKey key)
    {
        try
        {
            using var builder = new GraphBuilder();
            StepOutputs outputs = program(key.Kind).Write(builder, key);
            OpGraph graph = builder.Build();
            foreach (string warning in builder.Warnings)
                if (_warned.Add(warning)) warn(warning);
            return new CompiledStep(UseEngine().Compile(graph, options().Execution), WeightGates.Of(graph, Gate), outputs,
                graph.ScalarCount);
        }
        catch (OutOfMemoryException e) when (e is not InsufficientMemoryException)
        {
            throw new InsufficientMemoryException($"Model '{name()}': this process has no memory to compile a step for inputs of shape " +
                $"{string.Join(" and ", key.Shapes.Inputs)} ({GC.GetTotalMemory(false) >> 20} MiB are in use). Use smaller batches or " +
                "shorter sequences.", e);
        }
    }

    private IEngine UseEngine() => _engine ??= options().Engine ?? defaultEngine();
}
