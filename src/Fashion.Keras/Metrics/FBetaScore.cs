using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// (1 + beta^2) * precision * recall / (beta^2 * precision + recall) per class, targets and predictions being (N, classes).
/// Without a threshold the largest score of a row is the yes.
/// </summary>
public class FBetaScore : Metric
{
    private Variable? _truePositives, _falsePositives, _falseNegatives, _weights;

    /// <summary>Makes an F-beta score.</summary>
    /// <param name="average">How the classes' values become one; <see cref="Averaging.None"/> for one each. <c>"none"</c>, the default,
    /// <c>"micro"</c>, <c>"macro"</c> or <c>"weighted"</c>.</param>
    /// <param name="beta">Weight of recall against precision, > 0.</param>
    /// <param name="threshold">Where a score begins to be a yes, in (0, 1]; null for the largest score of each row.</param>
    /// <param name="name">The name it has in logs.</param>
    public FBetaScore(Choice<Averaging> average = default, double beta = 1.0, double? threshold = null, string name = "fbeta_score")
        : base(name)
    {
        if (!(beta > 0)) throw new ArgumentOutOfRangeException(nameof(beta), beta,
            FormattableString.Invariant($"{ClassName}: beta must be positive, not {beta}."));
        if (threshold is not null and not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold,
                FormattableString.Invariant($"{ClassName}: threshold must lie in (0, 1], not {threshold}."));
        (Average, Beta, Threshold) = (average.OrFirst(), beta, threshold);
    }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>How the classes' values become one.</summary>
    public Averaging Average { get; }

    /// <summary>Weight of recall against precision.</summary>
    public double Beta { get; }

    /// <summary>Where a score begins to be a yes; null for the largest score of each row.</summary>
    public double? Threshold { get; }

    internal override bool HasSeveralValues => Average == Averaging.None;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (yTrue.Shape.Rank != 2 || yPred.Shape != yTrue.Shape)
            throw new ShapeMismatchException($"{ClassName}: targets and output must both have the shape (samples, classes), not " +
                $"{yTrue.Shape} and {yPred.Shape}. Make class numbers one-hot with Utils.ToCategorical.")
            { Received = yTrue.Shape };
        if (_truePositives is null) AddCounts(Average == Averaging.Micro ? Shape.Scalar : [yPred.Shape[1]]);
        // A row of zeros answers nothing, although each of its scores is the largest.
        SymbolicTensor answers = Threshold is { } threshold
            ? Ops.Greater(yPred, threshold)
            : Ops.GreaterOrEqual(yPred, Ops.Max(yPred, -1, keepDimensions: true)) * Ops.Greater(Ops.Abs(yPred), 1e-9);
        SymbolicTensor? weight = sampleWeight is { Shape.Rank: 1 } ? Ops.ExpandDims(sampleWeight, -1) : sampleWeight;
        Add(_truePositives!, Summed(answers * yTrue, weight));
        Add(_falsePositives!, Summed(answers * (1 - yTrue), weight));
        Add(_falseNegatives!, Summed((1 - answers) * yTrue, weight));
        Add(_weights!, Summed(yTrue, weight));
    }

    /// <inheritdoc/>
    public override double Result()
    {
        double[] scores = Scores();
        if (Average != Averaging.Weighted) return scores.Length == 0 ? 0 : scores.Average();
        float[] weights = _weights?.ToArray() ?? [];
        double sum = weights.Sum(w => (double)w) + Epsilon.Value;
        return scores.Select((score, i) => score * weights[i] / sum).Sum();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> ResultVector() => Average == Averaging.None ? Scores() : [Result()];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.WriteChoice("average", Average == Averaging.None ? null : (Averaging?)Average).Write("beta", Beta)
            .Write("threshold", Threshold);
    }

    private double[] Scores()
    {
        if (_truePositives is null) return [];
        float[] falsePositives = _falsePositives!.ToArray(), falseNegatives = _falseNegatives!.ToArray();
        return [.. _truePositives.ToArray().Select((tp, i) => Score(tp, falsePositives[i], falseNegatives[i]))];
    }

    // Keras adds epsilon to every denominator.
    private double Score(double tp, double fp, double fn)
    {
        double precision = tp / (tp + fp + Epsilon.Value), recall = tp / (tp + fn + Epsilon.Value), square = Beta * Beta;
        return precision * recall / (square * precision + recall + Epsilon.Value) * (1 + square);
    }

    private void AddCounts(Shape shape)
    {
        _truePositives = AddVariable("true_positives", shape);
        _falsePositives = AddVariable("false_positives", shape);
        _falseNegatives = AddVariable("false_negatives", shape);
        _weights = AddVariable("intermediate_weights", shape);
    }

    private SymbolicTensor Summed(SymbolicTensor values, SymbolicTensor? weight)
    {
        if (weight is not null) values *= weight;
        return Average == Averaging.Micro ? Ops.Sum(values) : Ops.Sum(values, axis: 0);
    }
}
