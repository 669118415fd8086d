using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// Which share true positives have: of the yes answers (<see cref="Precision"/>) or of the right yes (<see cref="Recall"/>).
/// </summary>
public abstract class TruePositiveRate : ThresholdMetric
{
    private readonly IReadOnlyList<double>? _asked;

    private protected TruePositiveRate(string owner, string name, Outcomes others, IReadOnlyList<double>? thresholds, int? topK,
        int? classId)
        : base(name, Outcomes.TruePositives | others, Metrics.Thresholds.From(thresholds, topK is null ? 0.5 : -1e10, owner), topK, classId)
    {
        (_asked, TopK, ClassId) = (thresholds, topK, classId);
        AddCounts();
    }

    /// <summary>Where a score begins to be a yes.</summary>
    public IReadOnlyList<double> Thresholds => Bounds.Values;

    /// <summary>How many scores of a row can be a yes; null for no limit.</summary>
    public int? TopK { get; }

    /// <summary>The only class that is looked at; null for all.</summary>
    public int? ClassId { get; }

    internal override bool HasSeveralValues => Bounds.Count > 1;

    /// <inheritdoc/>
    public override double Result() => ResultVector().Average();

    /// <inheritdoc/>
    public override IReadOnlyList<double> ResultVector() => Shares(TruePositiveCounts!, (FalsePositiveCounts ?? FalseNegativeCounts)!);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("thresholds", _asked).Write("top_k", TopK).Write("class_id", ClassId);
    }
}
