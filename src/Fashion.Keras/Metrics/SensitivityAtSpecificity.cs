using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The best sensitivity (recall) at any threshold whose specificity is at least the given one.</summary>
/// <param name="specificity">The least specificity, in [0, 1].</param>
/// <param name="numThresholds">Thresholds to try, evenly spaced from 0 to 1.</param>
/// <param name="classId">Only this class is looked at; null for all.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class SensitivityAtSpecificity(double specificity, int numThresholds = 200, int? classId = null,
    string name = "sensitivity_at_specificity") : TradeOffMetric(name, specificity, nameof(specificity), numThresholds, classId)
{
    /// <summary>The least specificity.</summary>
    public double Specificity => Least;

    /// <inheritdoc/>
    public override double Result() =>
        BestWhere(Shares(TrueNegativeCounts!, FalsePositiveCounts!), Shares(TruePositiveCounts!, FalseNegativeCounts!));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("specificity", Specificity);
    }
}
