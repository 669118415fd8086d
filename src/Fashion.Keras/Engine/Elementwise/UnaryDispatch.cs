using Fashion.Keras.Graph;
using Fashion.Keras.Kernels;

namespace Fashion.Keras.Engine;

/// <summary>y[i] = f(x[i]): from a name to its loop. y may be x.</summary>
internal static unsafe class UnaryDispatch
{
    private const int Sample = 32;

    private static readonly KernelCode?[] Codes = new KernelCode?[(int)UnaryKind.Truncate + 1];

    /// <summary>The code of one function.</summary>
    public static KernelCode CodeOf(UnaryKind kind) => Codes[(int)kind] ??= KernelCode.OfRunning(x => Run(kind, x, x, Sample));

    /// <summary>The same of one that may be left out.</summary>
    public static KernelCode? CodeOf(UnaryKind? kind) => kind is { } given ? CodeOf(given) : null;

    public static void Run(UnaryKind kind, float* x, float* y, int count)
    {
        switch (kind)
        {
            case UnaryKind.Negate: ElementwiseLoops.Unary<UnaryFunctions.Negate>(x, y, count); break;
            case UnaryKind.Abs: ElementwiseLoops.Unary<UnaryFunctions.Abs>(x, y, count); break;
            case UnaryKind.Sign: ElementwiseLoops.Unary<UnaryFunctions.Sign>(x, y, count); break;
            case UnaryKind.Exp: ElementwiseLoops.Wide<UnaryFunctions.Exp>(x, y, count); break;
            case UnaryKind.Log: ElementwiseLoops.Unary<UnaryFunctions.Log>(x, y, count); break;
            case UnaryKind.Log1P: ElementwiseLoops.Unary<UnaryFunctions.Log1P>(x, y, count); break;
            case UnaryKind.Sqrt: ElementwiseLoops.Unary<UnaryFunctions.Sqrt>(x, y, count); break;
            case UnaryKind.Rsqrt: ElementwiseLoops.Unary<UnaryFunctions.Rsqrt>(x, y, count); break;
            case UnaryKind.Square: ElementwiseLoops.Unary<UnaryFunctions.Square>(x, y, count); break;
            case UnaryKind.Reciprocal: ElementwiseLoops.Unary<UnaryFunctions.Reciprocal>(x, y, count); break;
            case UnaryKind.Sin: ElementwiseLoops.Unary<UnaryFunctions.Sin>(x, y, count); break;
            case UnaryKind.Cos: ElementwiseLoops.Unary<UnaryFunctions.Cos>(x, y, count); break;
            case UnaryKind.Tanh: ElementwiseLoops.Wide<UnaryFunctions.Tanh>(x, y, count); break;
            case UnaryKind.Sigmoid: ElementwiseLoops.Wide<UnaryFunctions.Sigmoid>(x, y, count); break;
            case UnaryKind.Softplus: ElementwiseLoops.Unary<UnaryFunctions.Softplus>(x, y, count); break;
            case UnaryKind.Erf: ElementwiseLoops.Unary<UnaryFunctions.Erf>(x, y, count); break;
            case UnaryKind.Relu: ElementwiseLoops.Unary<UnaryFunctions.Relu>(x, y, count); break;
            case UnaryKind.Floor: ElementwiseLoops.Unary<UnaryFunctions.Floor>(x, y, count); break;
            case UnaryKind.Round: ElementwiseLoops.Unary<UnaryFunctions.Round>(x, y, count); break;
            case UnaryKind.Heaviside: ElementwiseLoops.Unary<UnaryFunctions.Heaviside>(x, y, count); break;
            case UnaryKind.Ceil: ElementwiseLoops.Unary<UnaryFunctions.Ceil>(x, y, count); break;
            case UnaryKind.Truncate: ElementwiseLoops.Unary<UnaryFunctions.Truncate>(x, y, count); break;
            case UnaryKind.Log2: ElementwiseLoops.Unary<UnaryFunctions.Log2>(x, y, count); break;
            // Rare, and not worth a polynomial.
            case UnaryKind.Cosh: for (int i = 0; i < count; i++) y[i] = MathF.Cosh(x[i]); break;
            case UnaryKind.Sinh: for (int i = 0; i < count; i++) y[i] = MathF.Sinh(x[i]); break;
            case UnaryKind.Tan: for (int i = 0; i < count; i++) y[i] = MathF.Tan(x[i]); break;
            case UnaryKind.Asin: for (int i = 0; i < count; i++) y[i] = MathF.Asin(x[i]); break;
            case UnaryKind.Acos: for (int i = 0; i < count; i++) y[i] = MathF.Acos(x[i]); break;
            case UnaryKind.Atan: for (int i = 0; i < count; i++) y[i] = MathF.Atan(x[i]); break;
            case UnaryKind.Asinh: for (int i = 0; i < count; i++) y[i] = MathF.Asinh(x[i]); break;
            case UnaryKind.Acosh: for (int i = 0; i < count; i++) y[i] = MathF.Acosh(x[i]); break;
            case UnaryKind.Atanh: for (int i = 0; i < count; i++) y[i] = MathF.Atanh(x[i]); break;
            case UnaryKind.Log10: for (int i = 0; i < count; i++) y[i] = MathF.Log10(x[i]); break;
            case UnaryKind.Cbrt: for (int i = 0; i < count; i++) y[i] = MathF.Cbrt(x[i]); break;
            case UnaryKind.ExpM1: for (int i = 0; i < count; i++) y[i] = ScalarMath.ExpM1(x[i]); break;
            case UnaryKind.Erfc: for (int i = 0; i < count; i++) y[i] = ScalarMath.Erfc(x[i]); break;
            case UnaryKind.ErfInv: for (int i = 0; i < count; i++) y[i] = ScalarMath.ErfInv(x[i]); break;
            default: throw new NotSupportedException($"The managed engine has no function {kind}.");
        }
    }
}
