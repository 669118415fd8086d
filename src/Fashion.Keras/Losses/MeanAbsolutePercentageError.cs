namespace Fashion.Keras.Losses;

/// <summary>100 * mean(|y - p| / max(|y|, 1e-7)) over the last axis.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class MeanAbsolutePercentageError(Choice<Reduction> reduction = default, string name = "mean_absolute_percentage_error")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        100 * Ops.Mean(Ops.Abs((yTrue - yPred) / Ops.Maximum(Ops.Abs(yTrue), Epsilon.Value)), axis: -1);
}
