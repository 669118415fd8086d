using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>Norm 1 along the axes: w / (epsilon + norm), with epsilon 1e-7.</summary>
/// <param name="axis">Axes that a norm runs over; null for axis 0. For a kernel of Conv2D: [0, 1, 2].</param>
public sealed class UnitNorm(IReadOnlyList<int>? axis = null) : Constraint
{
    /// <summary>Makes the constraint, with norms along one axis.</summary>
    /// <inheritdoc cref="UnitNorm(IReadOnlyList{int})"/>
    public UnitNorm(int axis) : this([axis]) { }

    /// <summary>Axes that a norm runs over.</summary>
    public IReadOnlyList<int> Axis { get; } = axis ?? [0];

    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor weight) => weight / (NormRule.Epsilon + NormRule.Of(weight, Axis));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        NormRule.WriteAxis(config, Axis);
    }
}
