namespace Fashion.Keras.Metrics;

/// <summary>Pearson's correlation of targets and predictions along an axis, averaged over the samples.</summary>
/// <param name="name">The name it has in logs.</param>
/// <param name="axis">Axis to compare along; the last one by default.</param>
public sealed class PearsonCorrelation(string name = "pearson_correlation", int axis = -1) : AxisMetric(name, axis)
{
    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        return Ops.Mean(Standard(yTrue) * Standard(yPred), Axis);
    }

    private SymbolicTensor Standard(SymbolicTensor x)
    {
        SymbolicTensor centered = x - Ops.Mean(x, Axis, keepDimensions: true);
        return centered / Ops.Sqrt(Ops.Mean(Ops.Square(centered), Axis, keepDimensions: true));
    }
}
