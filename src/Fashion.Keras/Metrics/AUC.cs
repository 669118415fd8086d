using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>Area under a curve that a threshold draws as it rises from 0 to 1; 1 is perfect, for ROC 0.5 is guessing.</summary>
public sealed class AUC : ThresholdMetric
{
    private readonly IReadOnlyList<double>? _asked;
    private readonly IReadOnlyList<double>? _labelWeights;
    private readonly Variable? _columnWeights;

    /// <summary>Makes an area under a curve.</summary>
    /// <param name="numThresholds">Thresholds to try, evenly spaced; at least 2.</param>
    /// <param name="curve">Which curve. <c>"ROC"</c>, the default, <c>"PR"</c> or <c>"PRGAIN"</c>.</param>
    /// <param name="summationMethod">How the area between two thresholds is summed. <c>"interpolation"</c>, the default, <c>"minoring"</c>
    /// or <c>"majoring"</c>.</param>
    /// <param name="name">The name it has in logs.</param>
    /// <param name="thresholds">Thresholds of your own, each in [0, 1], instead of even ones.</param>
    /// <param name="multiLabel">Whether every column has a curve of its own, their areas being averaged.</param>
    /// <param name="numLabels">Number of columns with <paramref name="multiLabel"/>; null to learn it from the first batch.</param>
    /// <param name="labelWeights">Weights of the columns; null for equal ones.</param>
    /// <param name="fromLogits">Whether predictions are logits, to which a sigmoid is applied.</param>
    public AUC(
        int numThresholds = 200, Choice<AucCurve> curve = default, Choice<AucSummation> summationMethod = default, string name = "auc",
        IReadOnlyList<double>? thresholds = null, bool multiLabel = false, int? numLabels = null,
        IReadOnlyList<double>? labelWeights = null, bool fromLogits = false)
        : base(name, Outcomes.All, new Thresholds(Ends(thresholds, numThresholds)))
    {
        if (numLabels is not null && !multiLabel) throw new ArgumentException("AUC: numLabels is for multiLabel only.", nameof(numLabels));
        _asked = thresholds;
        (Curve, SummationMethod, MultiLabel, NumLabels, FromLogits) = (curve.OrFirst(), summationMethod.OrFirst(), multiLabel, numLabels,
            fromLogits);
        _labelWeights = Guard.Finite(labelWeights, nameof(AUC));
        if (labelWeights is not null && !multiLabel)
        {
            _columnWeights = new Variable("label_weights", [labelWeights.Count], trainable: false);
            _columnWeights.Set([.. labelWeights.Select(w => (float)w)]);
        }
        if (!multiLabel) AddCounts();
        else if (numLabels is { } labels) AddCounts(labels: Guard.Positive(labels, nameof(AUC), nameof(numLabels)));
    }

    /// <summary>Which curve.</summary>
    public AucCurve Curve { get; }

    /// <summary>How the area between two thresholds is summed.</summary>
    public AucSummation SummationMethod { get; }

    /// <summary>Whether every column has a curve of its own.</summary>
    public bool MultiLabel { get; }

    /// <summary>Number of columns that was given.</summary>
    public int? NumLabels { get; }

    /// <summary>Whether predictions are logits.</summary>
    public bool FromLogits { get; }

    /// <summary>The thresholds, from a little below 0 to a little above 1.</summary>
    public IReadOnlyList<double> Thresholds => Bounds.Values;

    private protected override void Count(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? weights)
    {
        if (FromLogits) yPred = Ops.Sigmoid(yPred);
        if (_columnWeights is not null) weights = weights is null ? Ops.BroadcastTo(_columnWeights, yPred.Shape) : weights * _columnWeights;
        if (!MultiLabel)
        {
            base.Count(yTrue, yPred, weights);
            return;
        }
        if (yPred.Shape.Rank != 2)
            throw new ShapeMismatchException($"AUC with multiLabel needs an output of shape (samples, labels), not {yPred.Shape}.")
            { Received = yPred.Shape };
        int samples = yPred.Shape[0], labels = yPred.Shape[1];
        if (TruePositiveCounts is null) AddCounts(labels: labels);
        SymbolicTensor above = Ops.Reshape(Bounds.Above(Ops.Reshape(yPred, [1, samples * labels])), [Bounds.Count, samples, labels]);
        AddOutcomes(above, 1 - Ops.Equal(yTrue, 0), weights, axis: 1);
    }

    /// <inheritdoc/>
    public override double Result()
    {
        if (TruePositiveCounts is null) return 0;
        int labels = TruePositiveCounts.Shape.Rank == 2 ? TruePositiveCounts.Shape[1] : 1;
        double[] areas = [.. Enumerable.Range(0, labels).Select(label => AucArea.Of(
            Column(TruePositiveCounts, label, labels), Column(FalsePositiveCounts!, label, labels),
            Column(TrueNegativeCounts!, label, labels), Column(FalseNegativeCounts!, label, labels), Curve, SummationMethod))];
        if (!MultiLabel || _labelWeights is null) return areas.Average();
        double sum = _labelWeights.Sum();
        return sum == 0 ? 0 : areas.Select((area, i) => area * _labelWeights[i]).Sum() / sum;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config
            .Write("num_thresholds", Bounds.Count)
            .WriteChoice<AucCurve>("curve", Curve)
            .WriteChoice<AucSummation>("summation_method", SummationMethod)
            .Write("multi_label", MultiLabel)
            .Write("num_labels", NumLabels)
            .Write("label_weights", _labelWeights)
            .Write("from_logits", FromLogits);
        if (_asked is not null) config.Write("thresholds", [.. _asked.Order()]);
    }

    /// <summary>The metric that a file describes.</summary>
    internal static AUC From(ConfigReader config, string? name) => new(
        config.GetInt("num_thresholds", 200),
        config.Choice("curve", AucCurve.Roc),
        config.Choice("summation_method", AucSummation.Interpolation),
        name ?? "auc",
        Metrics.Thresholds.Read(config, "thresholds"),
        config.GetBool("multi_label", false),
        config.GetIntOrNull("num_labels"),
        Metrics.Thresholds.Read(config, "label_weights"),
        config.GetBool("from_logits", false));

    // A threshold below 0 and one above 1 close the curve at both ends.
    private static double[] Ends(IReadOnlyList<double>? asked, int count)
    {
        if (asked is null && count < 2)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"AUC: numThresholds must be at least 2, not {count}.");
        double[] values = asked is null
            ? Metrics.Thresholds.Even(count)[1..^1]
            : [.. Metrics.Thresholds.From(asked, 0, nameof(AUC)).Values.Order()];
        return [-Losses.Epsilon.Value, .. values, 1 + (double)Losses.Epsilon.Value];
    }

    private static double[] Column(Variable counts, int label, int labels) =>
        [.. counts.ToArray().Where((_, i) => i % labels == label).Select(v => (double)v)];
}
