using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Gradients inside what is being written down.
public static partial class Ops
{
    /// <summary>
    /// Gradients of the sum of a tensor with respect to others, inside a <see cref="Function"/>, a <see cref="TrainStep"/> or a layer's
    /// <c>Call</c>. They are tensors like any other: gradients of gradients are possible where the operations allow it.
    /// </summary>
    /// <param name="value">What is differentiated: a loss, a score; of several numbers their sum.</param>
    /// <param name="with">Tensors that <paramref name="value"/> was computed from, or weights.</param>
    /// <returns>One gradient for each, of its shape; zeros where <paramref name="value"/> does not depend on it.</returns>
    /// <exception cref="InvalidOperationException">Nothing is being written down: use
    /// <see cref="Function.Gradient(Func{SymbolicTensor, SymbolicTensor})"/> on values.</exception>
    /// <exception cref="NotSupportedException">A gradient of a gradient through an operation whose rule is not known.</exception>
    public static IReadOnlyList<SymbolicTensor> Gradients(SymbolicTensor value, IReadOnlyList<SymbolicTensor> with)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(with);
        GraphBuilder graph = GraphBuilder.Current ?? throw new InvalidOperationException("Ops.Gradients belongs into a Function, a " +
            "TrainStep or a layer's Call. On values use Function.Gradient.");
        Value[] targets = [.. with.Select(target => target.Resolve(graph))];
        Value?[] found = Graph.Gradients.Of(graph, value.Resolve(graph), targets);
        return [.. found.Select((gradient, i) => new GraphTensor(gradient ?? graph.Constant(0, targets[i].Shape)))];
    }

    /// <summary>Gradients of the sum of a tensor with respect to weights.</summary>
    /// <param name="value">What is differentiated.</param>
    /// <param name="weights">The weights, for example <c>model.TrainableWeights</c>.</param>
    /// <returns>One gradient for each, of its shape; zeros where <paramref name="value"/> does not depend on it.</returns>
    public static IReadOnlyList<SymbolicTensor> Gradients(SymbolicTensor value, IReadOnlyList<Variable> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return Gradients(value, [.. weights.Select(weight => (SymbolicTensor)weight)]);
    }

    /// <summary>The gradient of the sum of a tensor with respect to another.</summary>
    /// <param name="value">What is differentiated.</param>
    /// <param name="with">A tensor that it was computed from, or a weight.</param>
    public static SymbolicTensor Gradient(SymbolicTensor value, SymbolicTensor with) => Gradients(value, [with])[0];
}
