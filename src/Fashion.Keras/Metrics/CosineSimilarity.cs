using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>The cosine between targets and predictions: 1 for the same direction. The loss of this name has the other sign.</summary>
/// <param name="name">The name it has in logs.</param>
/// <param name="axis">Axis to compare along; the last one by default.</param>
public sealed class CosineSimilarity(string name = "cosine_similarity", int axis = -1) : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>Axis to compare along.</summary>
    public int Axis { get; } = axis;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Cosine.Of(yTrue, yPred, Axis);
}
