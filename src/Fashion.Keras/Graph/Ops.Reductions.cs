using System.Text.Json.Nodes;
using Fashion.Keras.Graph;

namespace Fashion.Keras;

// Many numbers to one: over one axis, several, or all of them.
public static partial class Ops
{
    private static SymbolicTensor Reduce(string name, ReduceKind kind, SymbolicTensor x, int[]? axes,
        bool keepDimensions) => Write(name, [x], (g, v) =>
    {
        Shape shape = v[0].Shape;
        int[] all = Axes(shape, axes);
        if (kind is ReduceKind.Max or ReduceKind.Min) HasNumbers(name, shape, all);
        return g.Add(new ReduceOp(kind, all, keepDimensions), v[0]);
    }, () => new JsonObject { ["axis"] = axes is null ? null : axes is [var one] ? one : Sizes(axes), ["keepdims"] = keepDimensions });

    /// <summary>Sum over all axes.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x) => Reduce(nameof(Sum), ReduceKind.Sum, x, null, false);

    /// <summary>Sum over one axis or several, which vanish unless kept.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        Reduce(nameof(Sum), ReduceKind.Sum, x, axis.Numbers, keepDimensions);

    /// <summary>Sum over several axes, which vanish unless kept.</summary>
    public static SymbolicTensor Sum(SymbolicTensor x, int[] axes, bool keepDimensions = false) =>
        Reduce(nameof(Sum), ReduceKind.Sum, x, axes, keepDimensions);

    /// <summary>Mean over all axes.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x) => Reduce(nameof(Mean), ReduceKind.Mean, x, null, false);

    /// <summary>Mean over one axis or several, which vanish unless kept.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        Reduce(nameof(Mean), ReduceKind.Mean, x, axis.Numbers, keepDimensions);

    /// <summary>Mean over several axes, which vanish unless kept.</summary>
    public static SymbolicTensor Mean(SymbolicTensor x, int[] axes, bool keepDimensions = false) =>
        Reduce(nameof(Mean), ReduceKind.Mean, x, axes, keepDimensions);

    /// <summary>Largest number over all axes; NaN if one is.</summary>
    public static SymbolicTensor Max(SymbolicTensor x) => Reduce(nameof(Max), ReduceKind.Max, x, null, false);

    /// <summary>Largest number over one axis or several, which vanish unless kept.</summary>
    public static SymbolicTensor Max(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        Reduce(nameof(Max), ReduceKind.Max, x, axis.Numbers, keepDimensions);

    /// <summary>Largest number over several axes, which vanish unless kept.</summary>
    public static SymbolicTensor Max(SymbolicTensor x, int[] axes, bool keepDimensions = false) =>
        Reduce(nameof(Max), ReduceKind.Max, x, axes, keepDimensions);

    /// <summary>Smallest number over all axes; NaN if one is.</summary>
    public static SymbolicTensor Min(SymbolicTensor x) => Reduce(nameof(Min), ReduceKind.Min, x, null, false);

    /// <summary>Smallest number over one axis or several, which vanish unless kept.</summary>
    public static SymbolicTensor Min(SymbolicTensor x, Axes axis, bool keepDimensions = false) =>
        Reduce(nameof(Min), ReduceKind.Min, x, axis.Numbers, keepDimensions);

    /// <summary>Smallest number over several axes, which vanish unless kept.</summary>
    public static SymbolicTensor Min(SymbolicTensor x, int[] axes, bool keepDimensions = false) =>
        Reduce(nameof(Min), ReduceKind.Min, x, axes, keepDimensions);

    /// <summary>Position of the largest number along the last axis; the first of equals. No gradient.</summary>
    public static SymbolicTensor ArgMax(SymbolicTensor x) => Write(nameof(ArgMax), [x], (g, v) =>
    {
        HasNumbers(nameof(ArgMax), v[0].Shape, v[0].Shape.AllAxes[^1..]);
        return g.Add(new ArgMaxOp(), v[0]);
    }, () => new JsonObject { ["axis"] = -1, ["keepdims"] = false });
}
