using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The best recall at any threshold whose precision is at least the given one.</summary>
/// <param name="precision">The least precision, in [0, 1].</param>
/// <param name="numThresholds">Thresholds to try, evenly spaced from 0 to 1.</param>
/// <param name="classId">Only this class is looked at; null for all.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class RecallAtPrecision(double precision, int numThresholds = 200, int? classId = null, string name = "recall_at_precision")
    : TradeOffMetric(name, precision, nameof(precision), numThresholds, classId)
{
    /// <summary>The least precision.</summary>
    public double Precision => Least;

    /// <inheritdoc/>
    public override double Result() =>
        BestWhere(Shares(TruePositiveCounts!, FalsePositiveCounts!), Shares(TruePositiveCounts!, FalseNegativeCounts!));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("precision", Precision);
    }
}
