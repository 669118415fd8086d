namespace Fashion.Keras.Losses;

/// <summary>max(0, max((1 - y) * p) - sum(y * p) + 1) over the classes, targets being one-hot.</summary>
/// <param name="reduction">How the values per sample become one number. <c>"sum_over_batch_size"</c>, the default, <c>"sum"</c>,
/// <c>"mean_with_sample_weight"</c> or <c>"none"</c>.</param>
/// <param name="name">Its name.</param>
public sealed class CategoricalHinge(Choice<Reduction> reduction = default, string name = "categorical_hinge")
    : SameShapeLoss(name, reduction.OrFirst())
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        SymbolicTensor right = Ops.Sum(yTrue * yPred, axis: -1), wrong = Ops.Max((1 - yTrue) * yPred, axis: -1);
        return Ops.Maximum(wrong - right + 1, 0);
    }
}
