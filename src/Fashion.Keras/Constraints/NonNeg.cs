using Fashion.Keras.Serialization;

namespace Fashion.Keras.Constraints;

/// <summary>No negative numbers: max(w, 0).</summary>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override SymbolicTensor Apply(SymbolicTensor weight) => Ops.Relu(weight);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) { }
}
