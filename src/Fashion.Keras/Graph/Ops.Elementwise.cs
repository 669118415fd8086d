using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Element by element: one or two operands, broadcasting.
public static partial class Ops
{
    /// <summary>x + y.</summary>
    public static SymbolicTensor Add(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Add), BinaryKind.Add, x, y);

    /// <summary>x - y.</summary>
    public static SymbolicTensor Subtract(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Subtract), BinaryKind.Subtract, x, y);

    /// <summary>x * y, element by element; see <see cref="MatMul"/> for the matrix product.</summary>
    public static SymbolicTensor Multiply(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Multiply), BinaryKind.Multiply, x, y);

    /// <summary>x / y.</summary>
    public static SymbolicTensor Divide(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Divide), BinaryKind.Divide, x, y);

    /// <summary>The larger of x and y; NaN if either is. At a tie the gradient goes to x.</summary>
    public static SymbolicTensor Maximum(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Maximum), BinaryKind.Maximum, x, y);

    /// <summary>The smaller of x and y; NaN if either is. At a tie the gradient goes to x.</summary>
    public static SymbolicTensor Minimum(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Minimum), BinaryKind.Minimum, x, y);

    /// <summary>x raised to y.</summary>
    public static SymbolicTensor Power(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Power), BinaryKind.Power, x, y);

    /// <summary>1 where x &gt; y, else 0. No gradient.</summary>
    public static SymbolicTensor Greater(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Greater), BinaryKind.Greater, x, y);

    /// <summary>1 where x &gt;= y, else 0. No gradient.</summary>
    public static SymbolicTensor GreaterOrEqual(SymbolicTensor x, SymbolicTensor y) =>
        Binary(nameof(GreaterOrEqual), BinaryKind.GreaterOrEqual, x, y);

    /// <summary>1 where x equals y, else 0. No gradient.</summary>
    public static SymbolicTensor Equal(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Equal), BinaryKind.Equal, x, y);

    /// <summary>x where the condition is not 0, else y.</summary>
    public static SymbolicTensor Where(SymbolicTensor condition, SymbolicTensor x, SymbolicTensor y) =>
        Write(nameof(Where), [condition, x, y], (g, v) => g.Add(new SelectOp(), v[0], v[1], v[2]));

    /// <summary>x limited to [minimum, maximum]; the gradient is 0 outside.</summary>
    public static SymbolicTensor Clip(SymbolicTensor x, float minimum, float maximum) =>
        Formula(nameof(Clip), x, x => Minimum(Maximum(x, minimum), maximum), ("x_min", minimum), ("x_max", maximum));

    /// <summary>-x.</summary>
    public static SymbolicTensor Negate(SymbolicTensor x) => Unary(nameof(Negate), UnaryKind.Negate, x);

    /// <summary>|x|.</summary>
    public static SymbolicTensor Abs(SymbolicTensor x) => Unary(nameof(Abs), UnaryKind.Abs, x);

    /// <summary>-1, 0 or 1. No gradient.</summary>
    public static SymbolicTensor Sign(SymbolicTensor x) => Unary(nameof(Sign), UnaryKind.Sign, x);

    /// <summary>e^x.</summary>
    public static SymbolicTensor Exp(SymbolicTensor x) => Unary(nameof(Exp), UnaryKind.Exp, x);

    /// <summary>Natural logarithm.</summary>
    public static SymbolicTensor Log(SymbolicTensor x) => Unary(nameof(Log), UnaryKind.Log, x);

    /// <summary>log(1 + x), exact for small x.</summary>
    public static SymbolicTensor Log1P(SymbolicTensor x) => Unary(nameof(Log1P), UnaryKind.Log1P, x);

    /// <summary>Square root.</summary>
    public static SymbolicTensor Sqrt(SymbolicTensor x) => Unary(nameof(Sqrt), UnaryKind.Sqrt, x);

    /// <summary>1 / sqrt(x).</summary>
    public static SymbolicTensor Rsqrt(SymbolicTensor x) => Unary(nameof(Rsqrt), UnaryKind.Rsqrt, x);

    /// <summary>x * x.</summary>
    public static SymbolicTensor Square(SymbolicTensor x) => Unary(nameof(Square), UnaryKind.Square, x);

    /// <summary>1 / x.</summary>
    public static SymbolicTensor Reciprocal(SymbolicTensor x) => Unary(nameof(Reciprocal), UnaryKind.Reciprocal, x);

    /// <summary>Sine of radians.</summary>
    public static SymbolicTensor Sin(SymbolicTensor x) => Unary(nameof(Sin), UnaryKind.Sin, x);

    /// <summary>Cosine of radians.</summary>
    public static SymbolicTensor Cos(SymbolicTensor x) => Unary(nameof(Cos), UnaryKind.Cos, x);

    /// <summary>Hyperbolic tangent.</summary>
    public static SymbolicTensor Tanh(SymbolicTensor x) => Unary(nameof(Tanh), UnaryKind.Tanh, x);

    /// <summary>Hyperbolic cosine.</summary>
    public static SymbolicTensor Cosh(SymbolicTensor x) => Unary(nameof(Cosh), UnaryKind.Cosh, x);

    /// <summary>Hyperbolic sine.</summary>
    public static SymbolicTensor Sinh(SymbolicTensor x) => Unary(nameof(Sinh), UnaryKind.Sinh, x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static SymbolicTensor Sigmoid(SymbolicTensor x) => Unary(nameof(Sigmoid), UnaryKind.Sigmoid, x);

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static SymbolicTensor Softplus(SymbolicTensor x) => Unary(nameof(Softplus), UnaryKind.Softplus, x);

    /// <summary>The error function.</summary>
    public static SymbolicTensor Erf(SymbolicTensor x) => Unary(nameof(Erf), UnaryKind.Erf, x);

    /// <summary>max(x, 0); the gradient at 0 is 0.</summary>
    public static SymbolicTensor Relu(SymbolicTensor x) => Unary(nameof(Relu), UnaryKind.Relu, x);

    /// <summary>The largest whole number not above x. No gradient.</summary>
    public static SymbolicTensor Floor(SymbolicTensor x) => Unary(nameof(Floor), UnaryKind.Floor, x);

    /// <summary>The nearest whole number, halves to even. No gradient.</summary>
    public static SymbolicTensor Round(SymbolicTensor x) => Unary(nameof(Round), UnaryKind.Round, x);
}
