namespace Fashion.Keras.Metrics;

/// <summary>sqrt(mean((y - p)^2)) over all samples and outputs.</summary>
/// <param name="name">The name it has in logs.</param>
public sealed class RootMeanSquaredError(string name = "root_mean_squared_error") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Square(yPred - yTrue);

    /// <inheritdoc/>
    public override double Result() => Math.Sqrt(base.Result());
}
