namespace Fashion.Keras.Metrics;

/// <summary>The (weighted) mean of the model's output, whatever the targets are.</summary>
/// <param name="name">The name it has in logs.</param>
public sealed partial class Mean(string name = "mean") : MeanMetric(name)
{
    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => yPred;

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        Accumulate(yPred, sampleWeight);
    }
}
