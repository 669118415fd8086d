namespace Fashion.Keras.Metrics;

/// <summary>The (weighted) sum of the model's output, whatever the targets are.</summary>
public sealed partial class Sum : Metric
{
    private readonly Variable _total;

    /// <summary>Makes a sum.</summary>
    /// <param name="name">The name it has in logs.</param>
    public Sum(string name = "sum") : base(name) => _total = AddVariable("total", Shape.Scalar);

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        Add(_total, Ops.Sum(SampleValues.Of(yPred, sampleWeight, Ops.Sum).Values));
    }

    /// <inheritdoc/>
    public override double Result() => _total.ToArray()[0];
}
