using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>l1 * sum(|w|).</summary>
/// <param name="l1">Strength, &gt;= 0; default 0.01.</param>
public sealed class L1(double l1 = 0.01) : Regularizer
{
    /// <summary>Strength.</summary>
    public double Strength { get; } = Guard.InRange(l1, 0, double.MaxValue, "L1");

    /// <inheritdoc/>
    public override SymbolicTensor Penalty(SymbolicTensor x) => Strength * Ops.Sum(Ops.Abs(x));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) => config.Write("l1", Strength);
}
