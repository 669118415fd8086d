using System.Text.Json.Nodes;

namespace Fashion.Keras;

// Comparisons and truth values: 1 for true, 0 for false; as an operand everything but 0 is true. None has a gradient.
public static partial class Ops
{
    /// <summary>1 where x differs from y, else 0; NaN differs from everything.</summary>
    public static SymbolicTensor NotEqual(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(NotEqual), x, y, (x, y) => Not(Equal(x, y)));

    /// <summary>1 where x &lt; y, else 0.</summary>
    public static SymbolicTensor Less(SymbolicTensor x, SymbolicTensor y) => Formula(nameof(Less), x, y, (x, y) => Greater(y, x));

    /// <summary>1 where x &lt;= y, else 0.</summary>
    public static SymbolicTensor LessOrEqual(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(LessOrEqual), x, y, (x, y) => GreaterOrEqual(y, x));

    /// <summary>1 where both are not 0, else 0.</summary>
    public static SymbolicTensor LogicalAnd(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(LogicalAnd), x, y, (x, y) => Truth(x) * Truth(y));

    /// <summary>1 where one of both is not 0, else 0.</summary>
    public static SymbolicTensor LogicalOr(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(LogicalOr), x, y, (x, y) => Maximum(Truth(x), Truth(y)));

    /// <summary>1 where exactly one of both is not 0, else 0.</summary>
    public static SymbolicTensor LogicalXor(SymbolicTensor x, SymbolicTensor y) =>
        Formula(nameof(LogicalXor), x, y, (x, y) => Not(Equal(Truth(x), Truth(y))));

    /// <summary>1 where x is 0, else 0.</summary>
    public static SymbolicTensor LogicalNot(SymbolicTensor x) => Formula(nameof(LogicalNot), x, x => Equal(x, 0));

    /// <summary>1 where x is NaN, else 0.</summary>
    public static SymbolicTensor IsNan(SymbolicTensor x) => Formula(nameof(IsNan), x, x => Not(Equal(x, x)));

    /// <summary>1 where x is infinite, else 0.</summary>
    public static SymbolicTensor IsInf(SymbolicTensor x) => Formula(nameof(IsInf), x, x => Equal(Abs(x), float.PositiveInfinity));

    /// <summary>1 where x is neither infinite nor NaN, else 0.</summary>
    public static SymbolicTensor IsFinite(SymbolicTensor x) => Formula(nameof(IsFinite), x, x => Greater(float.PositiveInfinity, Abs(x)));

    /// <summary>1 where x is infinity, else 0.</summary>
    public static SymbolicTensor IsPosInf(SymbolicTensor x) => Formula(nameof(IsPosInf), x, x => Equal(x, float.PositiveInfinity));

    /// <summary>1 where x is minus infinity, else 0.</summary>
    public static SymbolicTensor IsNegInf(SymbolicTensor x) => Formula(nameof(IsNegInf), x, x => Equal(x, float.NegativeInfinity));

    /// <summary>1 where x is below 0 or -0, else 0; NaN counts as positive.</summary>
    // 1 / -0 is minus infinity.
    public static SymbolicTensor SignBit(SymbolicTensor x) =>
        Formula(nameof(SignBit), x, x => Greater(0, Where(Equal(x, 0), Reciprocal(x), x)));

    /// <summary>1 where |x - y| &lt;= absolute + relative * |y|, else 0; infinities are close to themselves.</summary>
    /// <param name="x">What is compared.</param>
    /// <param name="y">What it is compared with, which the relative tolerance refers to.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    public static SymbolicTensor IsClose(SymbolicTensor x, SymbolicTensor y, double relative = 1e-5, double absolute = 1e-8,
        bool equalNan = false) =>
        Compose(nameof(IsClose), [x, y], inputs => Close(inputs[0], inputs[1], relative, absolute, equalNan),
            Tolerances(relative, absolute, equalNan));

    /// <summary>1 if all numbers are close, else 0; see <see cref="IsClose"/>.</summary>
    /// <param name="x">What is compared.</param>
    /// <param name="y">What it is compared with, which the relative tolerance refers to.</param>
    /// <param name="relative">The relative tolerance.</param>
    /// <param name="absolute">The absolute tolerance.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    public static SymbolicTensor AllClose(SymbolicTensor x, SymbolicTensor y, double relative = 1e-5, double absolute = 1e-8,
        bool equalNan = false) =>
        Compose(nameof(AllClose), [x, y], inputs => Min(Close(inputs[0], inputs[1], relative, absolute, equalNan)),
            Tolerances(relative, absolute, equalNan));

    private static Func<JsonObject> Tolerances(double relative, double absolute, bool equalNan) =>
        () => new JsonObject { ["rtol"] = relative, ["atol"] = absolute, ["equal_nan"] = equalNan };

    private static SymbolicTensor Close(SymbolicTensor x, SymbolicTensor y, double relative, double absolute, bool equalNan)
    {
        SymbolicTensor within = LessOrEqual(Abs(x - y), absolute + relative * Abs(y)) * IsFinite(y);
        SymbolicTensor close = Maximum(Equal(x, y), within);
        return equalNan ? Maximum(close, IsNan(x) * IsNan(y)) : close;
    }

    private static SymbolicTensor Truth(SymbolicTensor x) => Not(Equal(x, 0));

    private static SymbolicTensor Not(SymbolicTensor truth) => 1 - truth;
}
