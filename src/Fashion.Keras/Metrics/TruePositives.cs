namespace Fashion.Keras.Metrics;

/// <summary>Number of answers that are yes, rightly.</summary>
/// <param name="thresholds">Where a score begins to be a yes, each in [0, 1]; null for 0.5. Several give a vector of results.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class TruePositives(IReadOnlyList<double>? thresholds = null, string name = "true_positives")
    : OutcomeCount(name, Outcomes.TruePositives, thresholds, nameof(TruePositives))
{
    /// <summary>Makes the metric with one threshold.</summary>
    /// <param name="thresholds">Where a score begins to be a yes, in [0, 1].</param>
    /// <param name="name">The name it has in logs.</param>
    public TruePositives(double thresholds, string name = "true_positives") : this([thresholds], name) { }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;
}
