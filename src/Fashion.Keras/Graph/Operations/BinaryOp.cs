using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Functions of two numbers, applied element by element. Comparisons give 1 or 0.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum BinaryKind
{
    /// <summary>x + y.</summary>
    Add,

    /// <summary>x - y.</summary>
    Subtract,

    /// <summary>x y.</summary>
    Multiply,

    /// <summary>x / y.</summary>
    Divide,

    /// <summary>The larger one; NaN if one is. At a tie the gradient goes to x, so clipping lets it through at its bounds.</summary>
    Maximum,

    /// <summary>The smaller one; NaN if one is. At a tie the gradient goes to x.</summary>
    Minimum,

    /// <summary>x to the power of y.</summary>
    Power,

    /// <summary>1 where x &gt; y, else 0.</summary>
    Greater,

    /// <summary>1 where x &gt;= y, else 0.</summary>
    GreaterOrEqual,

    /// <summary>1 where x = y, else 0.</summary>
    Equal,

    /// <summary>x - y truncate(x / y), exact, with the sign of x.</summary>
    Remainder,

    /// <summary>The angle of the point (y, x), in -pi to pi.</summary>
    Atan2,

    /// <summary>sqrt(x^2 + y^2), without overflow.</summary>
    Hypot,

    /// <summary>log(e^x + e^y), without overflow.</summary>
    LogAddExp,
}

/// <summary>
/// z = f(x, y), element by element. Inputs: x and y, of shapes that broadcast: they are aligned at their last axes, and an axis of size 1
/// is repeated. Output: z, of the combined shape.
/// </summary>
/// <param name="Kind">The function f.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record BinaryOp(BinaryKind Kind) : Op
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString().ToLowerInvariant();

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(Broadcast(inputs[0].Shape, inputs[1].Shape))];

    /// <summary>Shape of two tensors combined.</summary>
    internal static Shape Broadcast(Shape left, Shape right)
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

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed)
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
