namespace Fashion.Keras;

// Statistics that pass over NaN: a place where all numbers are NaN gives NaN, a sum 0, a product 1.
public static partial class Ops
{
    /// <summary>Sum of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanSum(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanSum), x, axes, keepDimensions, (x, axes, keep) => Sum(Where(IsNan(x), 0, x), axes, keep));

    /// <summary>Sum of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanSum(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanSum(x, axis.Numbers, keepDimensions);

    /// <summary>Product of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanProd(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanProd), x, axes, keepDimensions, (x, axes, keep) => Prod(Where(IsNan(x), 1, x), axes, keep));

    /// <summary>Product of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanProd(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanProd(x, axis.Numbers, keepDimensions);

    /// <summary>Largest number that is not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMax(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanMax), x, axes, keepDimensions,
            (x, axes, keep) => NanUnless(x, axes, keep, Max(Where(IsNan(x), float.NegativeInfinity, x), axes, keep)));

    /// <summary>Largest number that is not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMax(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanMax(x, axis.Numbers, keepDimensions);

    /// <summary>Smallest number that is not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMin(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanMin), x, axes, keepDimensions,
            (x, axes, keep) => NanUnless(x, axes, keep, Min(Where(IsNan(x), float.PositiveInfinity, x), axes, keep)));

    /// <summary>Smallest number that is not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMin(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanMin(x, axis.Numbers, keepDimensions);

    /// <summary>Mean of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMean(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanMean), x, axes, keepDimensions, (x, axes, keep) => NanSum(x, axes, keep) / Sum(Not(IsNan(x)), axes, keep));

    /// <summary>Mean of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMean(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanMean(x, axis.Numbers, keepDimensions);

    /// <summary>Variance of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanVar(SymbolicTensor x, int[]? axes = null,
        bool keepDimensions = false) => Reduction(nameof(NanVar), x, axes, keepDimensions, (x, axes, keep) =>
    {
        // A distance from NaN would take its slope along, even where it is left out.
        SymbolicTensor missing = IsNan(x), distances = Where(missing, 0, Where(missing, 0, x) - NanMean(x, axes, true));
        return Sum(Square(distances), axes, keep) / Sum(Not(missing), axes, keep);
    });

    /// <summary>Variance of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanVar(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanVar(x, axis.Numbers, keepDimensions);

    /// <summary>Standard deviation of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanStd(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanStd), x, axes, keepDimensions, (x, axes, keep) => Deviation(NanVar(x, axes, keep)));

    /// <summary>Standard deviation of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanStd(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanStd(x, axis.Numbers, keepDimensions);

    /// <summary>Median of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMedian(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(NanMedian), x, axes, keepDimensions, (x, axes, keep) => NanRank(x, [0.5], false, axes, "linear", keep));

    /// <summary>Median of the numbers that are not NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor NanMedian(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        NanMedian(x, axis.Numbers, keepDimensions);

    /// <summary>Position of the largest number that is not NaN, the first of equals. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for the position among all numbers.</param>
    /// <param name="keepDimensions">Whether the axis stays with size 1.</param>
    public static SymbolicTensor NanArgMax(SymbolicTensor x, int? axis = null, bool keepDimensions = false) =>
        Place(nameof(NanArgMax), x, axis, keepDimensions,
            x => Where(Min(IsNan(x), -1), -1, ArgMax(Where(IsNan(x), float.NegativeInfinity, x))));

    /// <summary>Position of the smallest number that is not NaN, the first of equals. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for the position among all numbers.</param>
    /// <param name="keepDimensions">Whether the axis stays with size 1.</param>
    public static SymbolicTensor NanArgMin(SymbolicTensor x, int? axis = null, bool keepDimensions = false) =>
        Place(nameof(NanArgMin), x, axis, keepDimensions,
            x => Where(Min(IsNan(x), -1), -1, ArgMax(Where(IsNan(x), float.NegativeInfinity, -x))));

    /// <summary><see cref="CumSum"/> with 0 in the place of NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor NanCumSum(SymbolicTensor x, int? axis = null) =>
        Formula(nameof(NanCumSum), x, x => CumSum(Where(IsNan(x), 0, x), axis), ("axis", axis));

    /// <summary><see cref="CumProd"/> with 1 in the place of NaN.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis; null for all numbers in a row.</param>
    public static SymbolicTensor NanCumProd(SymbolicTensor x, int? axis = null) =>
        Formula(nameof(NanCumProd), x, x => CumProd(Where(IsNan(x), 1, x), axis), ("axis", axis));

    private static SymbolicTensor NanUnless(SymbolicTensor x, int[] axes, bool keep, SymbolicTensor result) =>
        Where(Min(IsNan(x), axes, keep), float.NaN, result);
}
