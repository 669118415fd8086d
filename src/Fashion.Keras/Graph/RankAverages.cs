namespace Fashion.Keras.Graph;

/// <summary>Writes means over the ranks of a job: neighbours travel together, in messages of a few megabytes.</summary>
internal static class RankAverages
{
    // Long messages use the network best; beyond this, waiting for the rest gains nothing and the caches overflow.
    private const long MostFloats = 4 << 20;

    /// <summary>The means of tensors over the ranks, in the same order.</summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="weight">How much the loss of this rank counts, for gradients through the means.</param>
    public static SymbolicTensor[] Of(GraphBuilder graph, IReadOnlyList<SymbolicTensor> tensors, ICollective ranks, double weight = 1)
    {
        var results = new List<SymbolicTensor>();
        var bucket = new List<Value>();
        long floats = 0;
        foreach (SymbolicTensor tensor in tensors)
        {
            Value value = tensor.Resolve(graph);
            if (bucket.Count > 0 && floats + value.Shape.ElementCount > MostFloats) Send();
            bucket.Add(value);
            floats += value.Shape.ElementCount;
        }
        if (bucket.Count > 0) Send();
        return [.. results];

        void Send()
        {
            results.AddRange(graph.AddNode(new AverageRanksOp(ranks, weight), [.. bucket]).Outputs.Select(o => new GraphTensor(o)));
            bucket.Clear();
            floats = 0;
        }
    }
}
