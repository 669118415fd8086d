namespace Fashion.Keras.Losses;

/// <summary>mean(p - y * log(p + 1e-7)) over the last axis: the error of counts.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class Poisson(Choice<Reduction> reduction = default, string name = "poisson") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(yPred - yTrue * Ops.Log(yPred + Epsilon.Value), axis: -1);
}
