namespace Fashion.Keras.Losses;

/// <summary>mean((y - p)^2) over the last axis.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class MeanSquaredError(Choice<Reduction> reduction = default, string name = "mean_squared_error")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(Ops.Square(yPred - yTrue), axis: -1);
}
