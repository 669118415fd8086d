using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// Scaled dot-product attention of several heads: softmax(Scale q k^T + added) v, without scores in memory. Inputs: query (batch, queries,
/// heads, size), key (batch, steps, groups, size), value (batch, steps, groups, value size); with Added numbers that are added to the
/// scores, of a shape that broadcasts to (batch, heads, queries, steps). Consecutive heads share a group of key and value.
/// <para>
/// Outputs: (batch, queries, heads, value size), and for the gradient alone the maximum and the reciprocal of the sum of exponentials of
/// every row of the scores (batch, heads, queries, 2).
/// </para>
/// Source: Vaswani et al. 2017; the gradient computes the scores again, as in Dao et al. 2022 (arXiv:2205.14135).
/// </summary>
/// <param name="Scale">Factor of the products.</param>
/// <param name="Added">Whether there is a fourth input.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record AttentionOp(float Scale, bool Added = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "attention";

    /// <summary>Number of inputs.</summary>
    public int InputCount => Added ? 4 : 3;

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape query = inputs[0].Shape, key = inputs[1].Shape, value = inputs[2].Shape;
        if (query.Rank != 4 || key.Rank != 4 || value.Rank != 4)
            throw new ShapeMismatchException("Attention needs query (batch, queries, heads, size), key (batch, steps, groups, size) and " +
                $"value (batch, steps, groups, size), not {query}, {key} and {value}.");
        if (query[0] != key[0] || query[3] != key[3])
            throw new ShapeMismatchException($"The query {query} and the key {key} of attention must have equal batches and sizes.");
        if (value[..3] != key[..3])
            throw new ShapeMismatchException($"The value {value} and the key {key} of attention may differ in their last axis only.");
        if (query[1] < 1 || key[1] < 1 || key[2] < 1 || query[2] % key[2] != 0)
            throw new ShapeMismatchException("Attention needs at least one query and one step, and groups that divide the heads, not a " +
                $"query {query} and a key {key}.");
        Shape heads = [query[0], query[2], query[1]];
        Shape scores = [.. heads, key[1]];
        if (Added && !Broadcasts(inputs[3].Shape, scores))
            throw new ShapeMismatchException($"What is added to the scores must broadcast to {scores}, and {inputs[3].Shape} does not.");
        return [new([.. query[..3], value[3]]), new([.. heads, 2])];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        var gradients = new Value?[InputCount];
        if (outputGradients[0] is not { } gradient) return gradients;
        // Masks need no gradient; other numbers that are added to scores are rare.
        if (Added && needed.Contains(node.Inputs[3]))
        {
            Value[] inputs = [.. node.Inputs.Select(graph.Copy)];
            Value result = AttentionFormula.Write(graph, this, inputs);
            return Gradients.Of(graph, graph.SumTo(graph.Times(result, gradient), Shape.Scalar), inputs);
        }
        Node backward = graph.AddNode(new AttentionBackwardOp(this), [.. node.Inputs, node.Outputs[1], gradient]);
        for (int i = 0; i < 3; i++) gradients[i] = backward.Outputs[i];
        return gradients;
    }

    private static bool Broadcasts(Shape shape, Shape target)
    {
        if (shape.Rank != target.Rank) return false;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (shape[axis] != 1 && shape[axis] != target[axis]) return false;
        return true;
    }
}
