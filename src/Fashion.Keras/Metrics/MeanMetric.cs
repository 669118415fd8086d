using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>The (weighted) mean of one value per sample: accuracies, errors, metrics of your own.</summary>
public abstract class MeanMetric : Metric
{
    private readonly Variable _total, _count;

    /// <summary>Makes a metric.</summary>
    /// <param name="name">The name it has in logs.</param>
    protected MeanMetric(string name) : base(name)
    {
        _total = AddVariable("total", Shape.Scalar);
        _count = AddVariable("count", Shape.Scalar);
    }

    /// <summary>Writes one value per sample; further axes are averaged.</summary>
    /// <param name="yTrue">Targets, as floats.</param>
    /// <param name="yPred">Predictions.</param>
    protected abstract SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <summary>Writes 1 for every value that counts and 0 for the others; null when all count.</summary>
    private protected virtual SymbolicTensor? Counting(SymbolicTensor yTrue, SymbolicTensor yPred) => null;

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (yPred.Mask is { } mask) sampleWeight = sampleWeight is null ? mask : SampleValues.Masked(sampleWeight, mask);
        (yTrue, yPred) = RankMatching.Align(yTrue, yPred);
        // Without weights a value that does not count is 0 and counts all the same; with weights its weight is 0. So does Keras.
        if (sampleWeight is not null && Counting(yTrue, yPred) is { } counting) sampleWeight = SampleValues.Masked(sampleWeight, counting);
        Accumulate(Values(yTrue, yPred), sampleWeight);
    }

    /// <summary>Adds the values of a batch to the mean.</summary>
    private protected void Accumulate(SymbolicTensor values, SymbolicTensor? sampleWeight)
    {
        (values, SymbolicTensor? weight) = SampleValues.Of(values, sampleWeight, Ops.Mean);
        Add(_total, Ops.Sum(values));
        Add(_count, weight is not null ? Ops.Sum(weight) : values.Shape.Rank > 0 ? values.Shape[0] : 1);
    }

    /// <inheritdoc/>
    public override double Result()
    {
        float count = _count.ToArray()[0];
        return count == 0 ? 0 : (double)(_total.ToArray()[0] / count);
    }
}
