namespace Fashion.Keras.Losses;

/// <summary>Kullback-Leibler divergence sum(y * log(y / p)) over the last axis, both limited to [1e-7, 1].</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class KLDivergence(Choice<Reduction> reduction = default, string name = "kl_divergence")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor y = Ops.Clip(yTrue, Epsilon.Value, 1), p = Ops.Clip(yPred, Epsilon.Value, 1);
        return Ops.Sum(y * Ops.Log(y / p), axis: -1);
    }
}
