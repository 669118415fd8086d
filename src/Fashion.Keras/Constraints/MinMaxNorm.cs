using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>
/// A norm between two limits along the axes: w * desired / (epsilon + norm), where desired = rate * clip(norm, minValue, maxValue) + (1 -
/// rate) * norm and epsilon is 1e-7.
/// </summary>
/// <param name="minValue">The smallest norm, &gt;= 0.</param>
/// <param name="maxValue">The largest norm, &gt;= 0.</param>
/// <param name="rate">How far a step goes towards the limits, in [0, 1].</param>
/// <param name="axis">Axes that a norm runs over; null for axis 0. For a kernel of Conv2D: [0, 1, 2].</param>
public sealed class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, IReadOnlyList<int>? axis = null) : Constraint
{
    /// <summary>Makes the constraint, with norms along one axis.</summary>
    /// <inheritdoc cref="MinMaxNorm(double, double, double, IReadOnlyList{int})"/>
    public MinMaxNorm(double minValue, double maxValue, double rate, int axis) : this(minValue, maxValue, rate, [axis]) { }

    /// <summary>The smallest norm.</summary>
    public double MinValue { get; } = Guard.InRange(minValue, 0, double.MaxValue, nameof(MinMaxNorm));

    /// <summary>The largest norm.</summary>
    public double MaxValue { get; } = Guard.InRange(maxValue, 0, double.MaxValue, nameof(MinMaxNorm));

    /// <summary>How far a step goes towards the limits.</summary>
    public double Rate { get; } = Guard.InRange(rate, 0, 1, nameof(MinMaxNorm));

    /// <summary>Axes that a norm runs over.</summary>
    public IReadOnlyList<int> Axis { get; } = axis ?? [0];

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor weight)
    {
        SymbolicTensor norm = NormRule.Of(weight, Axis);
        SymbolicTensor desired = Rate * Ops.Clip(norm, (float)MinValue, (float)MaxValue) + (1 - Rate) * norm;
        return weight * (desired / (NormRule.Epsilon + norm));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("min_value", MinValue).Write("max_value", MaxValue).Write("rate", Rate);
        NormRule.WriteAxis(config, Axis);
    }
}
