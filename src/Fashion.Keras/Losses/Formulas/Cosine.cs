namespace Fashion.Keras.Losses;

/// <summary>The cosine between two directions.</summary>
internal static class Cosine
{
    /// <summary>Sum of the products of both, scaled to length 1; lengths below 1e-7 count as 1e-7.</summary>
    public static SymbolicTensor Of(SymbolicTensor x, SymbolicTensor y, int axis) => Ops.Sum(Unit(x, axis) * Unit(y, axis), axis);

    private static SymbolicTensor Unit(SymbolicTensor x, int axis) =>
        x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), axis, keepDimensions: true), Epsilon.Value * Epsilon.Value));
}
