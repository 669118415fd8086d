namespace Fashion.Keras.Metrics;

/// <summary>Share of samples whose largest score (the first of equals) is at the class number given as target.</summary>
/// <param name="name">The name it has in logs.</param>
public sealed class SparseCategoricalAccuracy(string name = "sparse_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.ClassNumbers(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        Ops.Equal(Ops.ArgMax(yPred), ClassNumbers.Of(yTrue, yPred));
}
