using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Statistics: many numbers to one, over one axis, several, or all of them.
public static partial class Ops
{
    /// <summary>Product of the numbers.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Prod(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Prod), x, axes, keepDimensions, (x, axes, keep) => Reduce(nameof(Prod), ReduceKind.Product, x, axes, keep));

    /// <summary>Product of the numbers.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Prod(SymbolicTensor x, Axes axis, bool keepDimensions = false) => Prod(x, axis.Numbers, keepDimensions);

    /// <summary>1 where a number is not 0, else 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Any(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Any), x, axes, keepDimensions, (x, axes, keep) => NotEqual(Sum(Truth(x), axes, keep), 0));

    /// <summary>1 where a number is not 0, else 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Any(SymbolicTensor x, Axes axis, bool keepDimensions = false) => Any(x, axis.Numbers, keepDimensions);

    /// <summary>1 where no number is 0, else 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor All(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(All), x, axes, keepDimensions, (x, axes, keep) => Equal(Sum(LogicalNot(x), axes, keep), 0));

    /// <summary>1 where no number is 0, else 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor All(SymbolicTensor x, Axes axis, bool keepDimensions = false) => All(x, axis.Numbers, keepDimensions);

    /// <summary>How many numbers are not 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    public static SymbolicTensor CountNonZero(SymbolicTensor x, int[]? axes = null) =>
        Reduction(nameof(CountNonZero), x, axes, false, (x, axes, keep) => Sum(Truth(x), axes, keep));

    /// <summary>How many numbers are not 0. No gradient.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">The axis, which vanishes unless kept.</param>
    public static SymbolicTensor CountNonZero(SymbolicTensor x, Axes axis) => CountNonZero(x, axis.Numbers);

    /// <summary>Variance: the mean square of the distances from the mean.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Var(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Var), x, axes, keepDimensions, (x, axes, keep) => Mean(Square(x - Mean(x, axes, true)), axes, keep));

    /// <summary>Variance: the mean square of the distances from the mean.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Var(SymbolicTensor x, Axes axis, bool keepDimensions = false) => Var(x, axis.Numbers, keepDimensions);

    /// <summary>Standard deviation: the square root of <see cref="Var(SymbolicTensor, int[], bool)"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Std(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Std), x, axes, keepDimensions, (x, axes, keep) => Deviation(Var(x, axes, keep)));

    /// <summary>Standard deviation: the square root of <see cref="Var(SymbolicTensor, int[], bool)"/>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Std(SymbolicTensor x, Axes axis, bool keepDimensions = false) => Std(x, axis.Numbers, keepDimensions);

    /// <summary>The largest number less the smallest.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Ptp(SymbolicTensor x, int[]? axes = null, bool keepDimensions = false) =>
        Reduction(nameof(Ptp), x, axes, keepDimensions, (x, axes, keep) => Max(x, axes, keep) - Min(x, axes, keep));

    /// <summary>The largest number less the smallest.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor Ptp(SymbolicTensor x, Axes axis, bool keepDimensions = false) => Ptp(x, axis.Numbers, keepDimensions);

    /// <summary>Logarithm of the sum of e^x, without overflow.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axes">The axes, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor LogSumExp(SymbolicTensor x, int[]? axes = null,
        bool keepDimensions = false) => Reduction(nameof(LogSumExp), x, axes, keepDimensions, (x, axes, keep) =>
    {
        // Moved by the largest number, unless that is infinite.
        SymbolicTensor largest = StopGradient(Max(x, axes, true)), moved = Where(IsFinite(largest), largest, 0);
        SymbolicTensor sum = Log(Sum(Exp(x - moved), axes, true)) + moved;
        return keep ? sum : Squeezed(sum, axes);
    });

    /// <summary>Logarithm of the sum of e^x, without overflow.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="axis">One axis or several, which vanish unless kept; null for all.</param>
    /// <param name="keepDimensions">Whether they stay with size 1.</param>
    public static SymbolicTensor LogSumExp(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        LogSumExp(x, axis.Numbers, keepDimensions);

    private static SymbolicTensor Reduction(string name, SymbolicTensor x, int[]? axes, bool keepDimensions,
        Func<SymbolicTensor, int[], bool, SymbolicTensor> reduce, params (string Name, JsonNode? Value)[] settings) =>
        Formula(name, x, x => reduce(x, Axes(x.Shape, axes), keepDimensions),
            [("axis", AxisSetting(axes)), ("keepdims", keepDimensions), .. settings]);

    // The root, whose slope at 0 counts as 0, as in Keras.
    private static SymbolicTensor Deviation(SymbolicTensor variance)
    {
        SymbolicTensor none = Equal(variance, 0);
        return Where(none, 0, Sqrt(Where(none, 1, variance)));
    }

    private static int[] Axes(Shape shape, int[]? axes)
    {
        if (axes is null) return shape.AllAxes;
        int[] all = [.. axes.Select(shape.Axis).Order()];
        for (int i = 1; i < all.Length; i++)
            if (all[i] == all[i - 1])
                throw new ArgumentException($"Axis {all[i]} of a tensor of shape {shape} is named twice in [{string.Join(", ", axes)}].",
                    nameof(axes));
        return all;
    }

    // There is no largest or smallest of no numbers.
    private static void HasNumbers(string name, Shape shape, IEnumerable<int> axes)
    {
        foreach (int axis in axes)
        {
            if (shape[axis] == 0)
                throw new ShapeMismatchException($"Ops.{name} of no numbers is not defined: the tensor has the shape {shape}.")
                { Received = shape };
        }
    }

    private static JsonNode? AxisSetting(int[]? axes) => axes switch { null => null, [var one] => one, _ => Sizes(axes) };

    // Without axes of size 1.
    private static SymbolicTensor Squeezed(SymbolicTensor x, int[] axes) =>
        Reshape(x, x.Shape.Where((_, i) => !axes.Contains(i)).ToArray());
}
