namespace Fashion.Keras.Losses;

/// <summary>
/// mean(log(cosh(p - y))) over the last axis: e^2 / 2 near 0 and |e| - log 2 far away, written as e + softplus(-2e) - log 2.
/// </summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class LogCosh(Choice<Reduction> reduction = default, string name = "log_cosh") : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor error = yPred - yTrue;
        return Ops.Mean(error + Ops.Softplus(-2 * error) - Math.Log(2), axis: -1);
    }
}
