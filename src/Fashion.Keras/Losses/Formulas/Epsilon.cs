namespace Fashion.Keras.Losses;

/// <summary>Keras's backend epsilon, which keeps logarithms and quotients finite.</summary>
internal static class Epsilon
{
    public const float Value = 1e-7f;

    /// <summary>p limited to [epsilon, 1 - epsilon]; in float the upper end is 0.99999988.</summary>
    public static SymbolicTensor ClipProbability(SymbolicTensor p) => Ops.Clip(p, Value, 1 - Value);
}
