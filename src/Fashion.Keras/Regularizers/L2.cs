using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>l2 * sum(w^2), without a factor of one half.</summary>
/// <param name="l2">Strength, &gt;= 0; default 0.01.</param>
public sealed class L2(double l2 = 0.01) : Regularizer
{
    /// <summary>Strength.</summary>
    public double Strength { get; } = Guard.InRange(l2, 0, double.MaxValue, "L2");

    /// <inheritdoc/>
    public override SymbolicTensor Penalty(SymbolicTensor x) => Strength * Ops.Sum(Ops.Square(x));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) => config.Write("l2", Strength);
}
