using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The best precision at any threshold whose recall is at least the given one.</summary>
/// <param name="recall">The least recall, in [0, 1].</param>
/// <param name="numThresholds">Thresholds to try, evenly spaced from 0 to 1.</param>
/// <param name="classId">Only this class is looked at; null for all.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class PrecisionAtRecall(double recall, int numThresholds = 200, int? classId = null, string name = "precision_at_recall")
    : TradeOffMetric(name, recall, nameof(recall), numThresholds, classId)
{
    /// <summary>The least recall.</summary>
    public double Recall => Least;

    /// <inheritdoc/>
    public override double Result() =>
        BestWhere(Shares(TruePositiveCounts!, FalseNegativeCounts!), Shares(TruePositiveCounts!, FalsePositiveCounts!));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("recall", Recall);
    }
}
