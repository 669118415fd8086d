using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>A count of one of the four outcomes of a yes/no question.</summary>
public abstract class OutcomeCount : ThresholdMetric
{
    private readonly IReadOnlyList<double>? _asked;

    private protected OutcomeCount(string name, Outcomes outcome, IReadOnlyList<double>? thresholds, string className)
        : base(name, outcome, Metrics.Thresholds.From(thresholds, 0.5, className))
    {
        _asked = thresholds;
        AddCounts("accumulator");
    }

    /// <summary>Where a score begins to be a yes.</summary>
    public IReadOnlyList<double> Thresholds => Bounds.Values;

    internal override bool HasSeveralValues => Bounds.Count > 1;

    /// <inheritdoc/>
    public override double Result() => ResultVector().Average();

    /// <inheritdoc/>
    public override IReadOnlyList<double> ResultVector() => Array.ConvertAll(Variables[0].ToArray(), v => (double)v);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("thresholds", _asked);
    }
}
