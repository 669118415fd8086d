using Fashion.Keras.Graph;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Gradients of a loss and what an optimizer makes of them.</summary>
internal static class Update
{
    /// <summary>Writes one step of an optimizer that was built for these weights.</summary>
    /// <param name="graph">Where to write.</param>
    /// <param name="loss">What to minimize.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="optimizer">What changes them.</param>
    /// <param name="accumulateOnly">Whether gradients are only added up for a later step.</param>
    /// <param name="ranks">Over which ranks gradients are averaged; null for none.</param>
    /// <param name="weight">How much the samples of this rank count in that average: 1 where all ranks have as many.</param>
    /// <returns>The scalars that the optimizer writes before each run; null, with nothing written, when the loss depends on none of the
    /// weights.</returns>
    public static OptimizerScalars? Write(GraphBuilder graph, Value loss, IReadOnlyList<Variable> weights, Optimizer optimizer,
        bool accumulateOnly, ICollective? ranks = null, double weight = 1)
    {
        Value?[] gradients =
            Gradients.Of(graph, optimizer.ScaleLoss(new GraphTensor(loss)).Resolve(graph), [.. weights.Select(graph.Read)]);
        if (weights.Count > 0 && gradients.All(g => g is null)) return null;
        using GraphBuilder.Scope scope = graph.In(optimizer.Name);
        var known = new List<WeightGradient>();
        for (int i = 0; i < gradients.Length; i++)
            if (gradients[i] is { } gradient) known.Add(new WeightGradient(weights[i], Weighted(graph, gradient, weight)));
        int first = graph.ScalarCount;
        optimizer.Apply(graph, known, accumulateOnly, ranks);
        return new OptimizerScalars(optimizer, first, graph.ScalarCount - first);
    }

    // Not a product with 0, which would be NaN where the samples that stand in for none overflow.
    private static Value Weighted(GraphBuilder graph, Value gradient, double weight) => weight switch
    {
        1 => gradient,
        0 => graph.Constant(0, gradient.Shape),
        _ => (new GraphTensor(gradient) * weight).Resolve(graph),
    };
}
