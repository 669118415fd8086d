using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The best specificity at any threshold whose sensitivity (recall) is at least the given one.</summary>
/// <param name="sensitivity">The least sensitivity, in [0, 1].</param>
/// <param name="numThresholds">Thresholds to try, evenly spaced from 0 to 1.</param>
/// <param name="classId">Only this class is looked at; null for all.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class SpecificityAtSensitivity(double sensitivity, int numThresholds = 200, int? classId = null,
    string name = "specificity_at_sensitivity") : TradeOffMetric(name, sensitivity, nameof(sensitivity), numThresholds, classId)
{
    /// <summary>The least sensitivity.</summary>
    public double Sensitivity => Least;

    /// <inheritdoc/>
    public override double Result() =>
        BestWhere(Shares(TruePositiveCounts!, FalseNegativeCounts!), Shares(TrueNegativeCounts!, FalsePositiveCounts!));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("sensitivity", Sensitivity);
    }
}
