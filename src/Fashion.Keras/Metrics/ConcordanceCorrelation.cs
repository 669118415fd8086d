using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>
/// Lin's concordance of targets and predictions along an axis, averaged over the samples: correlation that also asks for the same mean and
/// scale.
/// </summary>
/// <param name="name">The name it has in logs.</param>
/// <param name="axis">Axis to compare along; the last one by default.</param>
public sealed class ConcordanceCorrelation(string name = "concordance_correlation", int axis = -1) : AxisMetric(name, axis)
{
    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        SymbolicTensor trueMean = Ops.Mean(yTrue, Axis, keepDimensions: true), predMean = Ops.Mean(yPred, Axis, keepDimensions: true);
        SymbolicTensor norm = Variance(yTrue - trueMean) + Variance(yPred - predMean) + Ops.Square(trueMean - predMean);
        return Ops.Mean(2 * (yTrue - predMean) * (yPred - predMean) / (norm + Epsilon.Value), Axis);
    }

    private SymbolicTensor Variance(SymbolicTensor centered) => Ops.Mean(Ops.Square(centered), Axis, keepDimensions: true);
}
