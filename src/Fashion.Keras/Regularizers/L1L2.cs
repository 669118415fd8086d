using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Regularizers;

/// <summary>l1 * sum(|w|) + l2 * sum(w^2).</summary>
/// <param name="l1">Strength of the first part, &gt;= 0.</param>
/// <param name="l2">Strength of the second part, &gt;= 0.</param>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    /// <summary>Strength of the first part.</summary>
    public double Strength1 { get; } = Guard.InRange(l1, 0, double.MaxValue, "L1L2");

    /// <summary>Strength of the second part.</summary>
    public double Strength2 { get; } = Guard.InRange(l2, 0, double.MaxValue, "L1L2");

    /// <inheritdoc/>
    public override SymbolicTensor Penalty(SymbolicTensor x) => Strength1 * Ops.Sum(Ops.Abs(x)) + Strength2 * Ops.Sum(Ops.Square(x));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) => config.Write("l1", Strength1).Write("l2", Strength2);
}
