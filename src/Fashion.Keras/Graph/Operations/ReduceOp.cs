using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Ways to reduce many numbers to one.</summary>
internal enum ReduceKind { Sum, Mean, Max, Min, Product }

/// <summary>
/// Reduces over the given axes (sorted, from 0), which stay with size 1 or vanish. Max and Min send the gradient to every place that holds
/// the extreme, divided by their number.
/// </summary>
internal sealed record ReduceOp(ReduceKind Kind, Shape Axes, bool KeepDimensions) : Op
{
    public override string Name => "reduce_" + Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
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

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
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
