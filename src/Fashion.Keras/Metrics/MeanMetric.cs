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

    /// <summary>Writes one value per sample.</summary>
    /// <param name="yTrue">Targets, as floats.</param>
    /// <param name="yPred">Predictions.</param>
    protected abstract SymbolicTensor Values(SymbolicTensor yTrue, SymbolicTensor yPred);

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        SymbolicTensor values = Values(yTrue, yPred);
        if (sampleWeight is null)
        {
            Add(_total, Ops.Sum(values));
            Add(_count, values.Shape.ElementCount);
            return;
        }
        Add(_total, Ops.Sum(values * sampleWeight));
        Add(_count, Ops.Sum(Ops.BroadcastTo(sampleWeight, values.Shape)));
    }

    /// <inheritdoc/>
    public override double Result()
    {
        float count = _count.ToArray()[0];
        return count == 0 ? 0 : (double)(_total.ToArray()[0] / count);
    }
}
