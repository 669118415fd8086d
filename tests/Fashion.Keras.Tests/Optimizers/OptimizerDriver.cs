using Fashion.Keras.Data;
using Fashion.Keras.Execution;
using Fashion.Keras.Graph;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Tests.Optimizers;

/// <summary>Applies given gradients to weights with an optimizer, as the training loop does: one graph per kind of call.</summary>
internal sealed unsafe class OptimizerDriver(IEngine engine, Optimizer optimizer, IReadOnlyList<Variable> weights)
{
    private readonly Dictionary<bool, IExecution> _graphs = [];
    private int _scalars;

    public void Step(IReadOnlyList<float[]> gradients)
    {
        optimizer.Build(weights);
        bool accumulate = optimizer.NextOnlyAccumulates;
        if (!_graphs.TryGetValue(accumulate, out IExecution? execution)) _graphs[accumulate] = execution = Compile(accumulate);
        var scalars = new float[_scalars];
        optimizer.WriteAllScalars(scalars);
        PinnedSource[] sources = [.. gradients.Select((g, i) => ArraySource.From(g, weights[i].Shape).Pin())];
        execution.Run([.. sources.Select(s => new Feed(s, 0))], scalars, (ulong)optimizer.Iterations);
        foreach (PinnedSource source in sources) source.Dispose();
        optimizer.Advance();
    }

    private IExecution Compile(bool accumulate)
    {
        using var graph = new GraphBuilder();
        WeightGradient[] gradients = [.. weights.Select(w => new WeightGradient(w, graph.Input(w.Name, w.Shape)))];
        optimizer.Apply(graph, gradients, accumulate);
        _scalars = graph.ScalarCount;
        return engine.Compile(graph.Build(), new ExecutionOptions()).Rent();
    }
}
