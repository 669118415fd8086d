namespace Fashion.Keras.Metrics;

/// <summary>Number of answers that are no, wrongly.</summary>
/// <param name="thresholds">Where a score begins to be a yes, each in [0, 1]; null for 0.5. Several give a vector of results.</param>
/// <param name="name">The name it has in logs.</param>
public sealed class FalseNegatives(IReadOnlyList<double>? thresholds = null, string name = "false_negatives")
    : OutcomeCount(name, Outcomes.FalseNegatives, thresholds, nameof(FalseNegatives))
{
    /// <summary>Makes the metric with one threshold.</summary>
    /// <param name="thresholds">Where a score begins to be a yes, in [0, 1].</param>
    /// <param name="name">The name it has in logs.</param>
    public FalseNegatives(double thresholds, string name = "false_negatives") : this([thresholds], name) { }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;
}
