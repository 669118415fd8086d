using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Data;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Graph;

/// <summary>Functions of one number, applied to every element.</summary>
[Experimental(ExperimentalApi.Engines)]
public enum UnaryKind
{
    /// <summary>-x.</summary>
    Negate,

    /// <summary>The amount of x.</summary>
    Abs,

    /// <summary>-1, 0 or 1.</summary>
    Sign,

    /// <summary>e^x.</summary>
    Exp,

    /// <summary>Natural logarithm.</summary>
    Log,

    /// <summary>log(1 + x), exact near 0.</summary>
    Log1P,

    /// <summary>Square root.</summary>
    Sqrt,

    /// <summary>1 / sqrt(x).</summary>
    Rsqrt,

    /// <summary>x^2.</summary>
    Square,

    /// <summary>1 / x.</summary>
    Reciprocal,

    /// <summary>Sine.</summary>
    Sin,

    /// <summary>Cosine.</summary>
    Cos,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Hyperbolic cosine.</summary>
    Cosh,

    /// <summary>Hyperbolic sine.</summary>
    Sinh,

    /// <summary>1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>log(1 + e^x), without overflow.</summary>
    Softplus,

    /// <summary>Error function.</summary>
    Erf,

    /// <summary>max(x, 0); NaN passes, and the slope at 0 is 0.</summary>
    Relu,

    /// <summary>The largest whole number not above x.</summary>
    Floor,

    /// <summary>Nearest whole number; the even one of two.</summary>
    Round,

    /// <summary>1 where x &gt; 0, else 0.</summary>
    Heaviside,

    /// <summary>Tangent.</summary>
    Tan,

    /// <summary>Inverse sine.</summary>
    Asin,

    /// <summary>Inverse cosine.</summary>
    Acos,

    /// <summary>Inverse tangent.</summary>
    Atan,

    /// <summary>Inverse hyperbolic sine.</summary>
    Asinh,

    /// <summary>Inverse hyperbolic cosine.</summary>
    Acosh,

    /// <summary>Inverse hyperbolic tangent.</summary>
    Atanh,

    /// <summary>e^x - 1, exact near 0.</summary>
    ExpM1,

    /// <summary>Logarithm of base 2.</summary>
    Log2,

    /// <summary>Logarithm of base 10.</summary>
    Log10,

    /// <summary>Cube root.</summary>
    Cbrt,

    /// <summary>1 - erf(x), exact far out.</summary>
    Erfc,

    /// <summary>Inverse error function.</summary>
    ErfInv,

    /// <summary>The smallest whole number not below x.</summary>
    Ceil,

    /// <summary>x without its fraction.</summary>
    Truncate,
}

/// <summary>y = f(x), element by element. Input: x. Output: y, of the same shape.</summary>
/// <param name="Kind">The function f.</param>
[Experimental(ExperimentalApi.Engines)]
public sealed record UnaryOp(UnaryKind Kind) : Op
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString().ToLowerInvariant();

    internal override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];

    internal override Value?[] Gradient(GraphBuilder graph, Node node, Value?[] outputGradients, IReadOnlySet<Value> needed) =>
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
