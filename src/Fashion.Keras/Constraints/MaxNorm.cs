using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>A norm of at most maxValue along the axes: w * min(norm, maxValue) / (epsilon + norm), with epsilon 1e-7.</summary>
/// <param name="maxValue">The largest norm, &gt;= 0.</param>
/// <param name="axis">Axes that a norm runs over; null for axis 0. For a kernel of Conv2D: [0, 1, 2].</param>
public sealed class MaxNorm(double maxValue = 2, IReadOnlyList<int>? axis = null) : Constraint
{
    /// <summary>Makes the constraint, with norms along one axis.</summary>
    /// <inheritdoc cref="MaxNorm(double, IReadOnlyList{int})"/>
    public MaxNorm(double maxValue, int axis) : this(maxValue, [axis]) { }

    /// <summary>The largest norm.</summary>
    public double MaxValue { get; } = Guard.InRange(maxValue, 0, double.MaxValue, nameof(MaxNorm));

    /// <summary>Axes that a norm runs over.</summary>
    public IReadOnlyList<int> Axis { get; } = axis ?? [0];

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor weight)
    {
        SymbolicTensor norm = NormRule.Of(weight, Axis);
        return weight * (Ops.Clip(norm, 0, (float)MaxValue) / (NormRule.Epsilon + norm));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("max_value", MaxValue);
        NormRule.WriteAxis(config, Axis);
    }
}
