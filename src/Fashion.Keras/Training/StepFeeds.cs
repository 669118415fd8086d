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
        [.. shapes.Select((shape, i) => new GraphTensor(Of(graph, shapes.Count == 1 ? name : $"{name}{i}", shape)))];

    /// <summary>The shape in which a tensor is fed: a single number has an axis of samples too.</summary>
    public static Shape Fed(Shape shape) => shape.Rank > 0 ? shape : [1];

    private static Value Of(GraphBuilder graph, string name, Shape shape) => graph.Reshape(graph.Input(name, Fed(shape)), shape);
}
