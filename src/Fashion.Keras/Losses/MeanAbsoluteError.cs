namespace Fashion.Keras.Losses;

/// <summary>mean(|y - p|) over the last axis.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class MeanAbsoluteError(Choice<Reduction> reduction = default, string name = "mean_absolute_error")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(Ops.Abs(yPred - yTrue), axis: -1);
}
