namespace Fashion.Keras.Losses;

/// <summary>Targets of the hinge losses: -1 and 1.</summary>
internal static class SignLabels
{
    /// <summary>2y - 1 when every target of the batch is 0 or 1, else y.</summary>
    public static SymbolicTensor Of(SymbolicTensor yTrue)
    {
        SymbolicTensor allBinary = Ops.Min(Ops.Maximum(Ops.Equal(yTrue, 0), Ops.Equal(yTrue, 1)));
        return Ops.Where(allBinary, 2 * yTrue - 1, yTrue);
    }
}
