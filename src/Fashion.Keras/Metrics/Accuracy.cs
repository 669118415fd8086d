namespace Fashion.Keras.Metrics;

/// <summary>
/// Share of predictions that equal their targets exactly. For class scores use <c>"accuracy"</c>, which picks
/// <see cref="SparseCategoricalAccuracy"/>, <see cref="CategoricalAccuracy"/> or <see cref="BinaryAccuracy"/>.
/// </summary>
/// <param name="name">The name it has in logs.</param>
public sealed class Accuracy(string name = "accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Equal(yTrue, yPred);
}
