namespace Fashion.Keras.Losses;

/// <summary>mean((log(max(p, 1e-7) + 1) - log(max(y, 1e-7) + 1))^2) over the last axis.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class MeanSquaredLogarithmicError(Choice<Reduction> reduction = default, string name = "mean_squared_logarithmic_error")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(Ops.Square(LogOfNext(yPred) - LogOfNext(yTrue)), axis: -1);

    private static SymbolicTensor LogOfNext(SymbolicTensor x) => Ops.Log(Ops.Maximum(x, Epsilon.Value) + 1);
}
