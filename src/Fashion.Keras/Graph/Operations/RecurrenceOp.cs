using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>
/// y[t] = a[t] y[t - 1] + b[t] along the last axis, from its end when Reverse; y is 0 before the first element. Inputs: b (..., steps), and
/// a of the same shape; without the second one a is 1, and y is the cumulative sum. Output: y, of the same shape.
/// </summary>
/// <param name="Reverse">Whether it runs from the end.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record RecurrenceOp(bool Reverse = false) : Op
{
    /// <inheritdoc/>
    public override string Name => "recurrence";

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].Shape.Rank == 0) throw new ShapeMismatchException("A recurrence needs an axis to run along, but was given a number.");
        if (inputs.Length > 1 && inputs[1].Shape != inputs[0].Shape)
            throw new ShapeMismatchException(
                $"A recurrence needs factors and terms of the same shape, not {inputs[1].Shape} and {inputs[0].Shape}.");
        return [new(inputs[0].Shape)];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value gradient = outputGradients[0]!;
        if (node.Inputs.Length == 1) return [graph.Add(new RecurrenceOp(!Reverse), gradient)];
        // Each term reaches the next result through the next factor.
        Value terms = graph.Add(new RecurrenceOp(!Reverse), gradient, Shifted(graph, node.Inputs[1], !Reverse));
        return [terms, needed.Contains(node.Inputs[1]) ? graph.Times(terms, Shifted(graph, node.Output, Reverse)) : null];
    }

    // By one place along the last axis: towards the start, or towards the end; a 0 comes in.
    private static Value Shifted(GraphBuilder graph, Value x, bool towardsStart)
    {
        int size = x.Shape[^1];
        if (size == 0) return x;
        Shape none = new int[x.Shape.Rank], one = none.With(none.Rank - 1, 1);
        Value rest = graph.Add(new SliceOp(towardsStart ? one : none, x.Shape.With(x.Shape.Rank - 1, size - 1)), x);
        return graph.Add(towardsStart ? new PadOp(none, one) : new PadOp(one, none), rest);
    }
}
