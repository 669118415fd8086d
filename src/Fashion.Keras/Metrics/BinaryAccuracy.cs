using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Share of outputs that are above the threshold exactly where the target is 1; a score at the threshold is a no.</summary>
/// <param name="name">The name it has in logs.</param>
/// <param name="threshold">Between yes and no, in [0, 1].</param>
public sealed class BinaryAccuracy(string name = "binary_accuracy", double threshold = 0.5) : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>Between yes and no.</summary>
    public double Threshold { get; } = Guard.InRange(threshold, 0, 1, nameof(BinaryAccuracy));

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => Ops.Equal(yTrue, Ops.Greater(yPred, Threshold));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("threshold", Threshold);
    }
}
