using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Functions of one number, applied to every element.</summary>
internal enum UnaryKind
{
    Negate, Abs, Sign, Exp, Log, Log1P, Sqrt, Rsqrt, Square, Reciprocal, Sin, Cos, Tanh, Cosh, Sinh, Sigmoid, Softplus, Erf, Relu, Floor,
    Round, Step,
    Tan, Asin, Acos, Atan, Asinh, Acosh, Atanh, ExpM1, Log2, Log10, Cbrt, Erfc, ErfInv, Ceil, Truncate,
}

/// <summary>
/// y = f(x), element by element. Relu is max(x, 0) with derivative 0 at 0 and NaN passed through; Step is 1 where x > 0,
/// else 0; Softplus is log(1 + e^x) computed without overflow; Sign and Step have gradient 0.
/// </summary>
internal sealed record UnaryOp(UnaryKind Kind) : Op
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    public override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
        [Slope(graph, node.Inputs[0], node.Output, outputGradients[0]!)];

    // Through the function's own value y where that is cheaper than computing it again.
    private Value? Slope(GraphBuilder graph, Value x, Value y, Value gradient) => Kind switch
    {
        UnaryKind.Negate => graph.Apply(UnaryKind.Negate, gradient),
        UnaryKind.Abs => graph.Times(gradient, graph.Apply(UnaryKind.Sign, x)),
        UnaryKind.Exp => graph.Times(gradient, y),
        UnaryKind.Log => graph.Over(gradient, x),
        UnaryKind.Log1P => graph.Over(gradient, graph.Plus(x, graph.Constant(1))),
        UnaryKind.Sqrt => graph.Over(graph.Times(gradient, 0.5f), y),
        UnaryKind.Rsqrt => graph.Times(graph.Times(gradient, -0.5f), graph.Times(y, graph.Apply(UnaryKind.Square, y))),
        UnaryKind.Square => graph.Times(graph.Times(gradient, 2), x),
        UnaryKind.Reciprocal => graph.Apply(UnaryKind.Negate, graph.Times(gradient, graph.Apply(UnaryKind.Square, y))),
        UnaryKind.Sin => graph.Times(gradient, graph.Apply(UnaryKind.Cos, x)),
        UnaryKind.Cos => graph.Apply(UnaryKind.Negate, graph.Times(gradient, graph.Apply(UnaryKind.Sin, x))),
        UnaryKind.Tanh => graph.Times(gradient, graph.Minus(graph.Constant(1), graph.Apply(UnaryKind.Square, y))),
        UnaryKind.Cosh => graph.Times(gradient, graph.Apply(UnaryKind.Sinh, x)),
        UnaryKind.Sinh => graph.Times(gradient, graph.Apply(UnaryKind.Cosh, x)),
        UnaryKind.Sigmoid => graph.Times(gradient, graph.Times(y, graph.Minus(graph.Constant(1), y))),
        UnaryKind.Softplus => graph.Times(gradient, graph.Apply(UnaryKind.Sigmoid, x)),
        UnaryKind.Erf => graph.Times(graph.Times(gradient, 2 / MathF.Sqrt(MathF.PI)),
            graph.Apply(UnaryKind.Exp, graph.Apply(UnaryKind.Negate, graph.Apply(UnaryKind.Square, x)))),
        UnaryKind.Relu => graph.KeepWhere(y, gradient),
        UnaryKind.Tan => graph.Times(gradient, graph.Plus(graph.Apply(UnaryKind.Square, y), graph.Constant(1))),
        UnaryKind.Asin =>
            graph.Times(gradient, graph.Apply(UnaryKind.Rsqrt, graph.Minus(graph.Constant(1), graph.Apply(UnaryKind.Square, x)))),
        UnaryKind.Acos => graph.Apply(UnaryKind.Negate,
            graph.Times(gradient, graph.Apply(UnaryKind.Rsqrt, graph.Minus(graph.Constant(1), graph.Apply(UnaryKind.Square, x))))),
        UnaryKind.Atan => graph.Over(gradient, graph.Plus(graph.Apply(UnaryKind.Square, x), graph.Constant(1))),
        UnaryKind.Asinh =>
            graph.Times(gradient, graph.Apply(UnaryKind.Rsqrt, graph.Plus(graph.Apply(UnaryKind.Square, x), graph.Constant(1)))),
        UnaryKind.Acosh => graph.Times(gradient,
            graph.Apply(UnaryKind.Rsqrt, graph.Times(graph.Minus(x, graph.Constant(1)), graph.Plus(x, graph.Constant(1))))),
        UnaryKind.Atanh => graph.Over(gradient, graph.Minus(graph.Constant(1), graph.Apply(UnaryKind.Square, x))),
        UnaryKind.ExpM1 => graph.Times(gradient, graph.Plus(y, graph.Constant(1))),
        UnaryKind.Log2 => graph.Over(graph.Times(gradient, 1 / MathF.Log(2)), x),
        UnaryKind.Log10 => graph.Over(graph.Times(gradient, 1 / MathF.Log(10)), x),
        UnaryKind.Cbrt => graph.Over(graph.Times(gradient, 1 / 3f), graph.Apply(UnaryKind.Square, y)),
        UnaryKind.Erfc => graph.Times(graph.Times(gradient, -2 / MathF.Sqrt(MathF.PI)),
            graph.Apply(UnaryKind.Exp, graph.Apply(UnaryKind.Negate, graph.Apply(UnaryKind.Square, x)))),
        UnaryKind.ErfInv =>
            graph.Times(graph.Times(gradient, MathF.Sqrt(MathF.PI) / 2), graph.Apply(UnaryKind.Exp, graph.Apply(UnaryKind.Square, y))),
        // Sign, Step and the roundings are flat wherever they have a slope.
        _ => null,
    };
}
