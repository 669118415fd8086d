using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>The best value of one share at any threshold where another share is large enough.</summary>
public abstract class TradeOffMetric : ThresholdMetric
{
    private protected TradeOffMetric(string name, double least, string leastName, int numThresholds, int? classId)
        : base(name, Outcomes.All, new Thresholds(Metrics.Thresholds.Even(Guard.Positive(numThresholds, name))), classId: classId)
    {
        Least = Guard.InRange(least, 0, 1, ClassName, leastName);
        (NumThresholds, ClassId) = (numThresholds, classId);
        AddCounts();
    }

    /// <summary>Thresholds that are tried.</summary>
    public int NumThresholds { get; }

    /// <summary>The only class that is looked at; null for all.</summary>
    public int? ClassId { get; }

    /// <summary>What the other share must reach.</summary>
    private protected double Least { get; }

    /// <summary>The largest dependent share where the constrained one is large enough; 0 when it never is.</summary>
    private protected double BestWhere(double[] constrained, double[] dependent) =>
        dependent.Where((_, i) => (float)constrained[i] >= (float)Least).DefaultIfEmpty(0).Max();

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("num_thresholds", NumThresholds).Write("class_id", ClassId);
    }
}
