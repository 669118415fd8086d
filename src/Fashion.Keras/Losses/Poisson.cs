namespace Fashion.Keras.Losses;

/// <summary>mean(p - y * log(p + 1e-7)) over the last axis: the error of counts.</summary>
/// <param name="reduction">How the values per sample become one number.</param>
/// <param name="name">Its name.</param>
public sealed class Poisson(Choice<Reduction> reduction = default, string name = "poisson") : SameShapeLoss(name, reduction)
{
    /// <inheritdoc/>
    protected internal override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Mean(yPred - yTrue * Ops.Log(yPred + Epsilon.Value), axis: -1);
}
