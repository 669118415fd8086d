using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>true positives / (true positives + false negatives): how many of the right yes were found; 0 when there are none.</summary>
public sealed class Recall : ThresholdMetric
{
    private readonly IReadOnlyList<double>? _asked;

    /// <summary>Makes a recall.</summary>
    /// <param name="thresholds">Where a score begins to be a yes, each in [0, 1]; null for 0.5, or for none with <paramref name="topK"/>.
    /// Several give a vector of results.</param>
    /// <param name="topK">Only the k largest scores of a row can be a yes; null for no such limit.</param>
    /// <param name="classId">Only this class is looked at; null for all.</param>
    /// <param name="name">The name it has in logs.</param>
    public Recall(IReadOnlyList<double>? thresholds = null, int? topK = null, int? classId = null, string name = "recall")
        : base(name, Outcomes.TruePositives | Outcomes.FalseNegatives,
            Metrics.Thresholds.From(thresholds, topK is null ? 0.5 : -1e10, nameof(Recall)), topK, classId)
    {
        (_asked, TopK, ClassId) = (thresholds, topK, classId);
        AddCounts();
    }

    /// <summary>Makes the metric with one threshold.</summary>
    /// <inheritdoc cref="Recall(IReadOnlyList{double}?, int?, int?, string)"/>
    public Recall(double thresholds, int? topK = null, int? classId = null, string name = "recall")
        : this([thresholds], topK, classId, name) { }

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
    public override IReadOnlyList<double> ResultVector() => Shares(TruePositiveCounts!, FalseNegativeCounts!);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("thresholds", _asked).Write("top_k", TopK).Write("class_id", ClassId);
    }
}
