using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Ways to reduce many numbers to one.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum ReduceKind
{
    /// <summary>Sum.</summary>
    Sum,

    /// <summary>Sum over number.</summary>
    Mean,

    /// <summary>Largest; NaN if one is. Each place that holds it gets its share of the gradient.</summary>
    Max,

    /// <summary>Smallest; NaN if one is. Each place that holds it gets its share of the gradient.</summary>
    Min,

    /// <summary>Product.</summary>
    Product,
}

/// <summary>
/// Reduces over axes, which stay with size 1 or vanish. Input: a tensor. Output: its other axes. Over no elements a sum is 0, a product 1,
/// a maximum minus infinity and a minimum infinity.
/// </summary>
/// <param name="Kind">How.</param>
/// <param name="Axes">The axes, sorted, from 0; none leaves the numbers as they are.</param>
/// <param name="KeepDimensions">Whether the axes stay with size 1.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record ReduceOp(ReduceKind Kind, Shape Axes, bool KeepDimensions) : Op
{
    /// <inheritdoc/>
    public override string Name => "reduce_" + Kind.ToString().ToLowerInvariant();

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Shape shape = inputs[0].Shape;
        if (Axes.Exceeds(shape.Rank - 1))
            throw new ShapeMismatchException($"A tensor of shape {shape} cannot be reduced over the axes {Axes}: it has {shape.Rank}.");
        var sizes = new List<int>();
        for (int i = 0; i < shape.Rank; i++)
            if (!Axes.Contains(i)) sizes.Add(shape[i]);
            else if (KeepDimensions) sizes.Add(1);
        return [new(sizes.ToArray())];
    }

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value x = node.Inputs[0];
        var sizes = new int[x.Shape.Rank];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = Axes.Contains(i) ? 1 : x.Shape[i];
        Shape kept = sizes;
        Value gradient = graph.Reshape(outputGradients[0]!, kept), y = graph.Reshape(node.Output, kept);
        return [Kind switch
        {
            ReduceKind.Sum => graph.Broadcast(gradient, x.Shape),
            ReduceKind.Mean => graph.Broadcast(graph.Times(gradient, (float)kept.ElementCount / x.Shape.ElementCount), x.Shape),
            ReduceKind.Product => ProductSlope(graph, x, gradient),
            _ => ExtremeSlope(graph, x, y, gradient),
        }];
    }

    private Value ExtremeSlope(GraphBuilder graph, Value x, Value y, Value gradient)
    {
        Value holders = graph.Compare(BinaryKind.Equal, x, y);
        return graph.KeepWhere(holders, graph.Over(gradient, graph.SumKeeping(holders, Axes)));
    }

    // The product of all others: 0 if one of them is 0, else the product of everything that is not 0 over x's own part in it.
    private Value ProductSlope(GraphBuilder graph, Value x, Value gradient)
    {
        Value isZero = graph.Compare(BinaryKind.Equal, x, graph.Constant(0));
        Value factors = graph.Add(new SelectOp(), isZero, graph.Constant(1), x);
        Value product = graph.Add(new ReduceOp(ReduceKind.Product, Axes, KeepDimensions: true), factors);
        Value otherZeros = graph.Minus(graph.SumKeeping(isZero, Axes), isZero);
        return graph.KeepWhereNot(otherZeros, graph.Times(gradient, graph.Over(product, factors)));
    }
}
