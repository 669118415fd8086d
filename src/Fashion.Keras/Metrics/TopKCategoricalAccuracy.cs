using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Share of samples whose one-hot target points at one of the k largest scores; ties at the boundary are hits.</summary>
/// <param name="k">How many of the largest scores count; at least 1.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class TopKCategoricalAccuracy(int k = 5, string name = "top_k_categorical_accuracy") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>How many of the largest scores count.</summary>
    public int K { get; } = Guard.Positive(k, nameof(TopKCategoricalAccuracy));

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) => TopK.Hits(Ops.ArgMax(yTrue), yPred, K);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("k", K);
    }
}
