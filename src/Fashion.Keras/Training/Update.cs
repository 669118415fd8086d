using Fashion.Keras.Graph;
using Fashion.Keras.Optimizers;

namespace Fashion.Keras.Training;

/// <summary>Gradients of a loss and what an optimizer makes of them.</summary>
internal static class Update
{
    /// <summary>Writes one step of an optimizer that was built for these weights.</summary>
    /// <returns>The scalars that the optimizer writes before each run; null, with nothing written, when the loss depends on none of the weights.</returns>
    public static OptimizerScalars? Write(GraphBuilder graph, Value loss, IReadOnlyList<Variable> weights, Optimizer optimizer, bool accumulateOnly)
    {
        Value?[] gradients = Gradients.Of(graph, optimizer.ScaleLoss(new GraphTensor(loss)).Resolve(graph), [.. weights.Select(graph.Read)]);
        if (weights.Count > 0 && gradients.All(g => g is null)) return null;
        using GraphBuilder.Scope scope = graph.In(optimizer.Name);
        WeightGradient[] known = [.. weights.Zip(gradients).Where(pair => pair.Second is not null).Select(pair => new WeightGradient(pair.First, pair.Second!))];
        int first = graph.ScalarCount;
        optimizer.Apply(graph, known, accumulateOnly);
        return new OptimizerScalars(optimizer, first, graph.ScalarCount - first);
    }
}
