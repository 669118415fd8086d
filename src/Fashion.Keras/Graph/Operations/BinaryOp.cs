using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Functions of two numbers, applied element by element. Comparisons give 1 or 0.</summary>
internal enum BinaryKind
{
    Add, Subtract, Multiply, Divide, Maximum, Minimum, Power, Greater, GreaterOrEqual, Equal, Remainder, Atan2, Hypot, LogAddExp,
}

/// <summary>
/// z = f(x, y) with the usual broadcasting: shapes are aligned at their last axes, and an axis of size 1 is repeated.
/// Remainder is x - y * truncate(x / y), exact, with the sign of x; Atan2 is the angle of the point (y, x).
/// Maximum and Minimum pass NaN on; at a tie the gradient goes to the first argument (clip lets it through at its bounds).
/// </summary>
internal sealed record BinaryOp(BinaryKind Kind) : Op
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Broadcast(inputs[0].Shape, inputs[1].Shape))];

    /// <summary>Shape of two tensors combined.</summary>
    public static Shape Broadcast(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        var sizes = new int[rank];
        for (int i = 1; i <= rank; i++)
        {
            int l = i <= left.Rank ? left[^i] : 1, r = i <= right.Rank ? right[^i] : 1;
            if (l != r && l != 1 && r != 1)
                throw new ShapeMismatchException($"Shapes {left} and {right} cannot be combined element by element: axis {rank - i} has " +
                    $"{l} against {r} elements, and neither is 1.");
            sizes[^i] = l == 1 ? r : l;
        }
        return sizes;
    }

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
    {
        Value x = node.Inputs[0], y = node.Inputs[1], gradient = outputGradients[0]!;
        Value? left = needed.Contains(x) ? LeftSlope(graph, x, y, node.Output, gradient) : null;
        Value? right = needed.Contains(y) ? RightSlope(graph, x, y, node.Output, gradient) : null;
        return [left is null ? null : graph.SumTo(left, x.Shape), right is null ? null : graph.SumTo(right, y.Shape)];
    }

    private Value? LeftSlope(GraphBuilder graph, Value x, Value y, Value z, Value gradient) => Kind switch
    {
        BinaryKind.Add or BinaryKind.Subtract => gradient,
        BinaryKind.Multiply => graph.Times(gradient, y),
        BinaryKind.Divide => graph.Over(gradient, y),
        BinaryKind.Maximum => graph.KeepWhere(graph.Compare(BinaryKind.GreaterOrEqual, x, y), gradient),
        BinaryKind.Minimum => graph.KeepWhere(graph.Compare(BinaryKind.GreaterOrEqual, y, x), gradient),
        // y x^(y - 1), and 0 for the constant x^0 even at x = 0.
        BinaryKind.Power => graph.KeepWhere(y,
            graph.Times(gradient, graph.Times(y, graph.Add(new BinaryOp(BinaryKind.Power), x, graph.Minus(y, graph.Constant(1)))))),
        BinaryKind.Remainder => gradient,
        BinaryKind.Atan2 => graph.Over(graph.Times(gradient, y), SquaredDistance(graph, x, y)),
        BinaryKind.Hypot => graph.KeepWhere(z, graph.Over(graph.Times(gradient, x), z)),
        BinaryKind.LogAddExp => graph.Times(gradient, graph.Apply(UnaryKind.Exp, graph.Minus(x, z))),
        _ => null,
    };

    private static Value SquaredDistance(GraphBuilder graph, Value x, Value y) =>
        graph.Plus(graph.Apply(UnaryKind.Square, x), graph.Apply(UnaryKind.Square, y));

    private Value? RightSlope(GraphBuilder graph, Value x, Value y, Value z, Value gradient) => Kind switch
    {
        BinaryKind.Add => gradient,
        BinaryKind.Subtract => graph.Apply(UnaryKind.Negate, gradient),
        BinaryKind.Multiply => graph.Times(gradient, x),
        BinaryKind.Divide => graph.Apply(UnaryKind.Negate, graph.Over(graph.Times(gradient, z), y)),
        BinaryKind.Maximum => graph.KeepWhereNot(graph.Compare(BinaryKind.GreaterOrEqual, x, y), gradient),
        BinaryKind.Minimum => graph.KeepWhereNot(graph.Compare(BinaryKind.GreaterOrEqual, y, x), gradient),
        // x^y log x; 0^y is constant.
        BinaryKind.Power => graph.KeepWhere(x, graph.Times(gradient, graph.Times(z, graph.Apply(UnaryKind.Log, x)))),
        // (z - x) / y is -truncate(x / y).
        BinaryKind.Remainder => graph.Times(gradient, graph.Apply(UnaryKind.Round, graph.Over(graph.Minus(z, x), y))),
        BinaryKind.Atan2 => graph.Apply(UnaryKind.Negate, graph.Over(graph.Times(gradient, x), SquaredDistance(graph, x, y))),
        BinaryKind.Hypot => graph.KeepWhere(z, graph.Over(graph.Times(gradient, y), z)),
        BinaryKind.LogAddExp => graph.Times(gradient, graph.Apply(UnaryKind.Exp, graph.Minus(y, z))),
        _ => null,
    };
}
