using Fashion.Keras.Data;

namespace Fashion.Keras.Graph;

/// <summary>Functions of one number, applied to every element.</summary>
internal enum UnaryKind
{
    Negate, Abs, Sign, Exp, Log, Log1P, Sqrt, Rsqrt, Square, Reciprocal, Sin, Cos, Tanh, Cosh, Sinh, Sigmoid, Softplus, Erf, Relu, Floor, Round, Step,
}

/// <summary>
/// y = f(x), element by element. Relu is max(x, 0) with derivative 0 at 0 and NaN passed through; Step is 1 where x > 0,
/// else 0; Softplus is log(1 + e^x) computed without overflow; Sign and Step have gradient 0.
/// </summary>
internal sealed record UnaryOp(UnaryKind Kind) : Op
{
    public override string Name => Kind.ToString().ToLowerInvariant();

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [new(inputs[0].Shape)];
}
