namespace Fashion.Keras.Losses;

/// <summary>mean(|y - p|) over the last axis.</summary>
/// <param name="reduction">How the values per sample become one number.</param>
/// <param name="name">Its name.</param>
public sealed class MeanAbsoluteError(Choice<Reduction> reduction = default, string name = "mean_absolute_error")
    : SameShapeLoss(name, reduction)
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(Ops.Abs(yPred - yTrue), axis: -1);
}
