namespace Fashion.Keras.Losses;

/// <summary>mean(max(0, 1 - y * p)) over the last axis, targets being -1 and 1; when all are 0 or 1 they become that.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class Hinge(Choice<Reduction> reduction = default, string name = "hinge") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(Ops.Maximum(1 - SignLabels.Of(yTrue) * yPred, 0), axis: -1);
}
