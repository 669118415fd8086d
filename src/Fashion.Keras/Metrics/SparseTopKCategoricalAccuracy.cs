using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Share of samples whose class number is among the k largest scores; ties at the boundary are hits.</summary>
/// <param name="k">How many of the largest scores count; at least 1.</param>
/// <param name="name">The name it has in logs.</param>
/// <param name="fromSortedIds">Whether predictions are class numbers, the best first, instead of scores.</param>
public sealed class SparseTopKCategoricalAccuracy(int k = 5, string name = "sparse_top_k_categorical_accuracy", bool fromSortedIds = false)
    : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>How many of the largest scores count.</summary>
    public int K { get; } = Guard.Positive(k, nameof(SparseTopKCategoricalAccuracy));

    /// <summary>Whether predictions are class numbers, the best first.</summary>
    public bool FromSortedIds { get; } = fromSortedIds;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.ClassNumbers(yTrue, yPred);

    /// <inheritdoc/>
    protected override SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        FromSortedIds ? TopK.Listed(ClassNumbers.Of(yTrue, yPred), yPred, K) : TopK.Hits(ClassNumbers.Of(yTrue, yPred), yPred, K);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("k", K);
        if (FromSortedIds) config.Write("from_sorted_ids", true);
    }
}
