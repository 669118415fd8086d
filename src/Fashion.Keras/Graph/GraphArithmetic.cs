namespace Fashion.Keras.Graph;

/// <summary>Short names for the operations that gradient rules are written with.</summary>
internal static class GraphArithmetic
{
    public static Value Plus(this GraphBuilder graph, Value x, Value y) => graph.Add(new BinaryOp(BinaryKind.Add), x, y);

    public static Value Minus(this GraphBuilder graph, Value x, Value y) => graph.Add(new BinaryOp(BinaryKind.Subtract), x, y);

    public static Value Times(this GraphBuilder graph, Value x, Value y) => graph.Add(new BinaryOp(BinaryKind.Multiply), x, y);

    public static Value Times(this GraphBuilder graph, Value x, float factor) => graph.Times(x, graph.Constant(factor));

    public static Value Over(this GraphBuilder graph, Value x, Value y) => graph.Add(new BinaryOp(BinaryKind.Divide), x, y);

    public static Value Compare(this GraphBuilder graph, BinaryKind kind, Value x, Value y) => graph.Add(new BinaryOp(kind), x, y);

    public static Value Apply(this GraphBuilder graph, UnaryKind kind, Value x) => graph.Add(new UnaryOp(kind), x);

    /// <summary><paramref name="x"/> where the mask is not 0, else 0: unlike a product it hides infinities and NaN.</summary>
    public static Value KeepWhere(this GraphBuilder graph, Value mask, Value x) => graph.Add(new SelectOp(), mask, x, graph.Constant(0));

    /// <summary>0 where the mask is not 0, else <paramref name="x"/>.</summary>
    public static Value KeepWhereNot(this GraphBuilder graph, Value mask, Value x) => graph.Add(new SelectOp(), mask, graph.Constant(0), x);

    public static Value Reshape(this GraphBuilder graph, Value x, Shape shape) => x.Shape == shape ? x : graph.Add(new ReshapeOp(shape), x);

    /// <summary>The same numbers as a value of its own: gradients by it do not pass to what it was made of.</summary>
    public static Value Copy(this GraphBuilder graph, Value x) => graph.Add(new ReshapeOp(x.Shape), x);

    public static Value Broadcast(this GraphBuilder graph, Value x, Shape shape) =>
        x.Shape == shape ? x : graph.Add(new BroadcastOp(shape), x);

    /// <summary>Sum over axes that stay with size 1.</summary>
    public static Value SumKeeping(this GraphBuilder graph, Value x, Shape axes) =>
        graph.Add(new ReduceOp(ReduceKind.Sum, axes, KeepDimensions: true), x);

    /// <summary>Takes broadcasting back: sums over every axis along which a tensor of this shape was repeated.</summary>
    public static Value SumTo(this GraphBuilder graph, Value x, Shape shape)
    {
        if (x.Shape == shape) return x;
        int missing = x.Shape.Rank - shape.Rank;
        var axes = new List<int>();
        for (int i = 0; i < x.Shape.Rank; i++)
            if (i < missing || (shape[i - missing] == 1 && x.Shape[i] != 1)) axes.Add(i);
        return graph.Reshape(axes.Count == 0 ? x : graph.SumKeeping(x, axes.ToArray()), shape);
    }

    /// <summary>The last two axes exchanged.</summary>
    public static Value TransposeMatrices(this GraphBuilder graph, Value x)
    {
        int[] axes = x.Shape.AllAxes;
        (axes[^2], axes[^1]) = (axes[^1], axes[^2]);
        return graph.Add(new TransposeOp(axes), x);
    }
}
