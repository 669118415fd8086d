using Fashion.Keras.Graph;
using Fashion.Keras.Layers;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>
/// Writes what the goals of a step do to weights: first all gradients, then all updates, so that all of them see the same weights.
/// </summary>
/// <param name="name">What the step is and its name, for messages.</param>
/// <param name="graph">Where to.</param>
/// <param name="accumulating">One bit for each optimizer that only adds up gradients.</param>
/// <param name="placeOf">Number of an optimizer.</param>
internal sealed class StepUpdates(string name, GraphBuilder graph, ulong accumulating, Func<Optimizer, int> placeOf)
{
    private readonly HashSet<TrainStepContext.Goal> _done = [];
    private readonly HashSet<Variable> _changed = [];

    /// <summary>What optimizers write before each run.</summary>
    public List<OptimizerScalars> Scalars { get; } = [];

    /// <summary>Writes the updates of the goals that have none yet.</summary>
    public void Write(IEnumerable<TrainStepContext.Goal> goals)
    {
        var updates = new List<(TrainStepContext.Goal Goal, WeightGradient[] Gradients)>();
        foreach (TrainStepContext.Goal goal in goals)
            if (_done.Add(goal)) updates.Add((goal, GradientsOf(goal)));
        foreach ((TrainStepContext.Goal goal, WeightGradient[] gradients) in updates)
        {
            using GraphBuilder.Scope scope = graph.In(goal.Optimizer.Name);
            int first = graph.ScalarCount;
            goal.Optimizer.Apply(graph, gradients, (accumulating >> placeOf(goal.Optimizer) & 1) != 0);
            Scalars.Add(new OptimizerScalars(goal.Optimizer, first, graph.ScalarCount - first));
            _changed.UnionWith(gradients.Select(g => g.Weight));
        }
    }

    private WeightGradient[] GradientsOf(TrainStepContext.Goal goal)
    {
        if (goal.Gradients is { } given)
        {
            goal.Optimizer.Build([.. given.Select(g => g.Weight)]);
            return [.. given];
        }
        Value loss = goal.Loss!;
        Variable[] weights = [.. goal.Models.SelectMany(m => m.TrainableWeights).Distinct()];
        goal.Optimizer.Build(weights);
        RequireNew(loss);
        Value?[] gradients = Gradients.Of(graph, loss, [.. weights.Select(graph.Read)]);
        if (weights.Length > 0 && gradients.All(g => g is null))
            throw new InvalidOperationException($"{name}: a loss does not depend on any weight of " +
                $"{string.Join(", ", goal.Models.Select(m => $"'{m.Name}'"))}, so there is nothing to minimize.");
        return [.. weights.Zip(gradients).Where(pair => pair.Second is not null)
            .Select(pair => new WeightGradient(pair.First, pair.Second!))];
    }

    // A gradient would read weights that have changed since the loss was computed.
    private void RequireNew(Value loss)
    {
        if (_changed.Count == 0) return;
        Dictionary<Variable, Value> current = _changed.ToDictionary(v => v, graph.Read);
        Node[] stale =
            [.. graph.Nodes.Where(n => n.Op is VariableOp read && current.TryGetValue(read.Variable, out Value? now) && now != n.Output)];
        Value?[] found = Gradients.Of(graph, loss, [.. stale.Select(n => n.Output)]);
        int at = Array.FindIndex(found, g => g is not null);
        if (at >= 0)
            throw new InvalidOperationException($"{name}: a loss was computed with '{((VariableOp)stale[at].Op).Variable.Path}' as it " +
                "was before ApplyUpdates changed it. Apply the model again after ApplyUpdates, or minimize all losses before it.");
    }
}
