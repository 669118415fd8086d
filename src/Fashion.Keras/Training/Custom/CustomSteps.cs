using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>The steps that a user's function writes. Writing one tells which models, optimizers, losses and metrics there are.</summary>
/// <param name="name">What the step is and its name, for messages.</param>
/// <param name="function">Writes the step and gives its results.</param>
/// <param name="seed">Seed of the random numbers that it draws.</param>
internal sealed class CustomSteps(string name, Func<TrainStepContext, StepValues> function, int seed) : IStepProgram
{
    private List<Layer> _models = [];
    private List<Optimizer> _optimizers = [];
    private Layer[] _applied = [];
    private long _structure;

    public IReadOnlyList<Layer> Models => _models;

    public IReadOnlyList<Optimizer> Optimizers => _optimizers;

    public IReadOnlyList<string> LossNames { get; private set; } = [];

    public IReadOnlyList<MetricEntry> Metrics { get; private set; } = [];

    /// <summary>Whether the function has been called.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The layers that the function applies, of any model.</summary>
    public IReadOnlyList<Layer> Applied => _applied;

    /// <summary>Forgets what the function wrote when layers were added to or removed from what it applies since then.</summary>
    /// <returns>Whether that was so.</returns>
    public bool ForgetOldStructure()
    {
        if (!IsKnown || Structure() == _structure) return false;
        IsKnown = false;
        return true;
    }

    /// <summary>Calls the function once to see what is in it.</summary>
    public void Discover(StepKey key)
    {
        using var graph = new GraphBuilder();
        Write(graph, key);
    }

    public StepOutputs Write(GraphBuilder graph, StepKey key)
    {
        var call = new CallContext(key.Kind == StepKind.Train) { Applied = [] };
        var updates = new StepUpdates(name, graph, key.Accumulating, o => _optimizers.IndexOf(o));
        var models = new List<Layer>();
        var optimizers = new List<Optimizer>();
        var context = new TrainStepContext(graph, call, (ulong)seed, StepFeeds.Of(graph, "x", key.Shapes.Inputs),
            StepFeeds.Of(graph, "y", key.Shapes.Targets), StepFeeds.Of(graph, "weight", key.Shapes.Weights))
        {
            Update = goals =>
            {
                models.AddRange(goals.SelectMany(g => g.Models).Except(models));
                optimizers.AddRange(goals.Select(g => g.Optimizer).Except(optimizers));
                if (!IsKnown) _optimizers = [.. optimizers];
                if (call.Training) updates.Write(goals);
            },
        };
        StepValues values = call.AsDefault(() => function(context));
        Dictionary<string, SymbolicTensor> logs =
            values.Logs ?? throw new InvalidOperationException($"{name} must give the numbers to log; give an empty dictionary for none.");
        context.ApplyUpdates();
        Learn(models, optimizers, [.. logs.Keys], context.Metrics, call.Applied);
        Value[] results =
            [.. values.Results.Select(r =>
                (r ?? throw new InvalidOperationException($"{name} gave null in the place of a result.")).Resolve(graph))];
        return new StepOutputs
        {
            Losses = [.. logs.Select(l => graph.Output(Scalar(l.Key, l.Value, graph)))],
            Predictions = [.. results.Select(graph.Output)],
            PredictionShapes = [.. results.Select(r => r.Shape)],
            Scalars = [.. updates.Scalars],
        };
    }

    private void Learn(List<Layer> models, List<Optimizer> optimizers, string[] losses, List<MetricEntry> metrics,
        IEnumerable<Layer> applied)
    {
        if (IsKnown && (!losses.SequenceEqual(LossNames) || !metrics.Select(m => m.Metric).SequenceEqual(Metrics.Select(m => m.Metric))
            || !optimizers.SequenceEqual(_optimizers)))
            throw new InvalidOperationException($"{name} gave other numbers, metrics or optimizers than before; its function must do the " +
                "same whenever it is called, and make metrics and optimizers outside of it.");
        if (IsKnown) return;
        if (optimizers.Count > 64) throw new InvalidOperationException($"{name} has {optimizers.Count} optimizers; there may be 64.");
        (_models, _optimizers, LossNames, Metrics, IsKnown) = (models, optimizers, losses, metrics, true);
        _applied = [.. models.Union(applied)];
        _structure = Structure();
    }

    private long Structure() => _applied.Sum(l => (long)l.StructureVersion);

    private Value Scalar(string key, SymbolicTensor value,
        GraphBuilder graph) => value is null ? throw new InvalidOperationException($"{name}: the number to log as '{key}' is null.")
        : (value.Shape.Rank == 0 ? value : Ops.Mean(value)).Resolve(graph);
}
