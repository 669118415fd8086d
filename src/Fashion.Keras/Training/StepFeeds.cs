using Fashion.Keras.Graph;

namespace Fashion.Keras.Training;

/// <summary>What a step is fed, as tensors of its graph.</summary>
internal static class StepFeeds
{
    /// <summary>One tensor per shape, in order.</summary>
    /// <param name="graph">The graph of the step.</param>
    /// <param name="name">Name of the only one; several are numbered.</param>
    /// <param name="shapes">Their shapes, the batch axis first.</param>
    public static SymbolicTensor[] Of(GraphBuilder graph, string name, IReadOnlyList<Shape> shapes) =>
        [.. shapes.Select((shape, i) => new GraphTensor(graph.Input(shapes.Count == 1 ? name : $"{name}{i}", shape)))];
}
