using Fashion.Keras.Graph;

namespace Fashion.Keras;

// More functions of two numbers, with broadcasting.
public static partial class Ops
{
    /// <summary>x / y, and 0 where y is 0.</summary>
    public static SymbolicTensor DivideNoNan(SymbolicTensor x, SymbolicTensor y) => Formula(nameof(DivideNoNan), x, y, (x, y) =>
    {
        SymbolicTensor isZero = Equal(y, 0);
        return Where(isZero, 0, x / Where(isZero, 1, y));
    });

    /// <summary>The largest whole number not above x / y. No gradient.</summary>
    // By the remainder: a quotient that was rounded up to a whole number would be one too large.
    public static SymbolicTensor FloorDivide(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(FloorDivide), x, y, (x, y) => StopGradient(Where(Equal(y, 0), x / y, Round((x - Mod(x, y)) / y))));

    /// <summary>x - y * floor(x / y), exact, with the sign of y, as Python's %.</summary>
    public static SymbolicTensor Mod(SymbolicTensor x, SymbolicTensor y) => Formula(nameof(Mod), x, y, (x, y) =>
    {
        SymbolicTensor rest = FMod(x, y);
        return Where(Less(rest * y, 0), rest + y, rest);
    });

    /// <summary>x - y * trunc(x / y), exact, with the sign of x, as C#'s %.</summary>
    public static SymbolicTensor FMod(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(FMod), BinaryKind.Remainder, x, y);

    /// <summary>The angle of the point with abscissa <paramref name="x"/> and ordinate <paramref name="y"/>, in -pi .. pi.</summary>
    /// <param name="y">The ordinate; it comes first, as in NumPy.</param>
    /// <param name="x">The abscissa.</param>
    public static SymbolicTensor ArcTan2(SymbolicTensor y, SymbolicTensor x) => Binary(nameof(ArcTan2), BinaryKind.Atan2, y, x);

    /// <summary>sqrt(x^2 + y^2), without overflow; the gradient at the origin is 0.</summary>
    public static SymbolicTensor Hypot(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(Hypot), BinaryKind.Hypot, x, y);

    /// <summary>log(e^x + e^y), without overflow.</summary>
    public static SymbolicTensor LogAddExp(SymbolicTensor x, SymbolicTensor y) => Binary(nameof(LogAddExp), BinaryKind.LogAddExp, x, y);

    /// <summary>log2(2^x + 2^y), without overflow.</summary>
    public static SymbolicTensor LogAddExp2(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(LogAddExp2), x, y, (x, y) => LogAddExp(x * Math.Log(2), y * Math.Log(2)) * (1 / Math.Log(2)));

    /// <summary>The larger of x and y; of a number and NaN the number.</summary>
    public static SymbolicTensor FMax(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(FMax), x, y, (x, y) => Where(IsNan(x), y, Where(IsNan(y), x, Maximum(x, y))));

    /// <summary>The smaller of x and y; of a number and NaN the number.</summary>
    public static SymbolicTensor FMin(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(FMin), x, y, (x, y) => Where(IsNan(x), y, Where(IsNan(y), x, Minimum(x, y))));

    /// <summary>0 below 0, 1 above, and <paramref name="atZero"/> at 0; NaN stays. No gradient for x.</summary>
    /// <param name="x">Where the step is taken.</param>
    /// <param name="atZero">The value at 0.</param>
    public static SymbolicTensor Heaviside(SymbolicTensor x, SymbolicTensor atZero) => Formula(nameof(Heaviside), x, atZero, (x, atZero) =>
        Where(Equal(x, 0), atZero, Where(IsNan(x), x, Greater(x, 0))));

    // One operation between layers, one graph on values, whatever it is made of.
    private static SymbolicTensor Formula(string name, SymbolicTensor x, SymbolicTensor y,
        Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        Compose(name, [x, y], inputs => function(inputs[0], inputs[1]));
}
