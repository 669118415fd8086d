namespace Fashion.Keras.Metrics;

/// <summary>Share of samples whose largest score (the first of equals) is where the one-hot target has its largest number.</summary>
/// <param name="name">The name it has in logs.</param>
public sealed class CategoricalAccuracy(string name = "categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Equal(Ops.ArgMax(yTrue), Ops.ArgMax(yPred));
}
