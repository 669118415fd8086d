using Fashion.Keras.Graph;

namespace Fashion.Keras;

// More functions of one number.
public static partial class Ops
{
    /// <summary>Tangent of radians.</summary>
    public static SymbolicTensor Tan(SymbolicTensor x) => Unary(nameof(Tan), UnaryKind.Tan, x);

    /// <summary>The angle in -pi/2 .. pi/2 whose sine is x; NaN outside of -1 .. 1.</summary>
    public static SymbolicTensor ArcSin(SymbolicTensor x) => Unary(nameof(ArcSin), UnaryKind.Asin, x);

    /// <summary>The angle in 0 .. pi whose cosine is x; NaN outside of -1 .. 1.</summary>
    public static SymbolicTensor ArcCos(SymbolicTensor x) => Unary(nameof(ArcCos), UnaryKind.Acos, x);

    /// <summary>The angle in -pi/2 .. pi/2 whose tangent is x.</summary>
    public static SymbolicTensor ArcTan(SymbolicTensor x) => Unary(nameof(ArcTan), UnaryKind.Atan, x);

    /// <summary>The number whose hyperbolic sine is x.</summary>
    public static SymbolicTensor ArcSinh(SymbolicTensor x) => Unary(nameof(ArcSinh), UnaryKind.Asinh, x);

    /// <summary>The number of 0 or more whose hyperbolic cosine is x; NaN below 1.</summary>
    public static SymbolicTensor ArcCosh(SymbolicTensor x) => Unary(nameof(ArcCosh), UnaryKind.Acosh, x);

    /// <summary>The number whose hyperbolic tangent is x; NaN outside of -1 .. 1.</summary>
    public static SymbolicTensor ArcTanh(SymbolicTensor x) => Unary(nameof(ArcTanh), UnaryKind.Atanh, x);

    /// <summary>e^x - 1, exact for small x.</summary>
    public static SymbolicTensor ExpM1(SymbolicTensor x) => Unary(nameof(ExpM1), UnaryKind.ExpM1, x);

    /// <summary>Logarithm to base 2.</summary>
    public static SymbolicTensor Log2(SymbolicTensor x) => Unary(nameof(Log2), UnaryKind.Log2, x);

    /// <summary>Logarithm to base 10.</summary>
    public static SymbolicTensor Log10(SymbolicTensor x) => Unary(nameof(Log10), UnaryKind.Log10, x);

    /// <summary>Cube root; negative for negative x.</summary>
    public static SymbolicTensor Cbrt(SymbolicTensor x) => Unary(nameof(Cbrt), UnaryKind.Cbrt, x);

    /// <summary>1 - erf(x), exact for large x.</summary>
    public static SymbolicTensor Erfc(SymbolicTensor x) => Unary(nameof(Erfc), UnaryKind.Erfc, x);

    /// <summary>The number whose error function is x; infinite at -1 and 1, NaN outside.</summary>
    public static SymbolicTensor ErfInv(SymbolicTensor x) => Unary(nameof(ErfInv), UnaryKind.ErfInv, x);

    /// <summary>The smallest whole number not below x. No gradient.</summary>
    public static SymbolicTensor Ceil(SymbolicTensor x) => Unary(nameof(Ceil), UnaryKind.Ceil, x);

    /// <summary>The whole number next to x on the side of 0. No gradient.</summary>
    public static SymbolicTensor Trunc(SymbolicTensor x) => Unary(nameof(Trunc), UnaryKind.Truncate, x);

    /// <summary>2^x.</summary>
    public static SymbolicTensor Exp2(SymbolicTensor x) => Formula(nameof(Exp2), x, x => Power(2, x));

    /// <summary>Degrees as radians.</summary>
    public static SymbolicTensor Deg2Rad(SymbolicTensor x) => Formula(nameof(Deg2Rad), x, x => x * (Math.PI / 180));

    /// <summary>Radians as degrees.</summary>
    public static SymbolicTensor Rad2Deg(SymbolicTensor x) => Formula(nameof(Rad2Deg), x, x => x * (180 / Math.PI));

    /// <summary>sin(pi x) / (pi x), and 1 at 0.</summary>
    public static SymbolicTensor Sinc(SymbolicTensor x) => Formula(nameof(Sinc), x, x =>
    {
        // Near 0 by the series: the quotient's gradient is a difference of nearly equal numbers there.
        SymbolicTensor angle = x * Math.PI, near = Less(Abs(angle), 0.1), square = Square(angle), far = Where(near, 1, angle);
        return Where(near, 1 - square / 6 * (1 - square / 20), Sin(far) / far);
    });

    /// <summary>The nearest number with so many decimals, halves to even. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="decimals">Decimals; negative ones count places before the point.</param>
    public static SymbolicTensor Round(SymbolicTensor x, int decimals) => Formula(nameof(Round), x, x =>
    {
        double scale = Math.Pow(10, Math.Abs(decimals));
        return decimals switch { 0 => Round(x), > 0 => Round(x * scale) / scale, _ => Round(x / scale) * scale };
    }, ("decimals", decimals));

    /// <summary>NaN and infinities replaced by numbers.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="nan">In the place of NaN.</param>
    /// <param name="posInf">In the place of infinity; null for the largest float.</param>
    /// <param name="negInf">In the place of minus infinity; null for the smallest float.</param>
    public static SymbolicTensor NanToNum(SymbolicTensor x, float nan = 0, float? posInf = null,
        float? negInf = null) => Formula(nameof(NanToNum), x, x =>
        Where(IsNan(x), nan, Where(IsPosInf(x), posInf ?? float.MaxValue, Where(IsNegInf(x), negInf ?? float.MinValue, x))),
        ("nan", nan), ("posinf", posInf), ("neginf", negInf));

    /// <summary>The same numbers as a tensor of its own.</summary>
    public static SymbolicTensor Copy(SymbolicTensor x) => Formula(nameof(Copy), x, x => Reshape(x, x.Shape));

    /// <summary>
    /// What is left of the numbers in another type; they stay floats. Whole types drop the fraction, <c>"bool"</c> gives 1 for all
    /// but 0, and <c>"float32"</c>, <c>"float64"</c> and <c>"float"</c> change nothing.
    /// </summary>
    /// <param name="x">Any shape.</param>
    /// <param name="dtype">Keras's name of the type.</param>
    /// <exception cref="ArgumentException">Another type: numbers are computed as float32.</exception>
    public static SymbolicTensor Cast(SymbolicTensor x, string dtype) => Formula(nameof(Cast), x, dtype switch
    {
        "bool" => Truth,
        "float32" or "float64" or "float" => x => Reshape(x, x.Shape),
        "int8" or "int16" or "int32" or "int64" or "uint8" or "uint16" or "uint32" => Trunc,
        _ => throw new ArgumentException($"Ops.Cast to {dtype} is not supported; numbers are computed as float32.", nameof(dtype)),
    }, ("dtype", dtype));
}
