using Fashion.Keras.Losses;

namespace Fashion.Keras.Metrics;

/// <summary>
/// A metric that counts right and wrong answers at one or several thresholds: a score above the threshold is a yes, a target
/// other than 0 says that yes is right. Every element of the output counts as a question of its own.
/// </summary>
public abstract class ThresholdMetric : Metric
{
    // Keras's mark for scores that are not among the k largest.
    private const float Excluded = -1e10f;

    private readonly Outcomes _counted;
    private readonly Thresholds _thresholds;
    private readonly int? _topK, _classId;

    private protected ThresholdMetric(string name, Outcomes counted, Thresholds thresholds, int? topK = null, int? classId = null)
        : base(name)
    {
        _counted = counted;
        _thresholds = thresholds;
        if (topK is < 1) throw new ArgumentOutOfRangeException(nameof(topK), topK,
            $"{ClassName}: topK must be at least 1, or null for no such limit, not {topK}.");
        if (classId is < 0) throw new ArgumentOutOfRangeException(nameof(classId), classId,
            $"{ClassName}: classId must not be negative, or null for all classes, but is {classId}.");
        (_topK, _classId) = (topK, classId);
    }

    /// <summary>Yes, rightly: one count per threshold.</summary>
    private protected Variable? TruePositiveCounts { get; private set; }

    /// <summary>Yes, wrongly.</summary>
    private protected Variable? FalsePositiveCounts { get; private set; }

    /// <summary>No, rightly.</summary>
    private protected Variable? TrueNegativeCounts { get; private set; }

    /// <summary>No, wrongly.</summary>
    private protected Variable? FalseNegativeCounts { get; private set; }

    /// <summary>Where a score begins to be a yes.</summary>
    private protected Thresholds Bounds => _thresholds;

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>Makes the running counts.</summary>
    /// <param name="name">Name of a count that stands alone; null for the names of the outcomes.</param>
    /// <param name="labels">Labels that are counted apart; null when all count together.</param>
    private protected void AddCounts(string? name = null, int? labels = null)
    {
        Shape shape = labels is { } count ? [_thresholds.Count, count] : [_thresholds.Count];
        if (_counted.HasFlag(Outcomes.TruePositives)) TruePositiveCounts = AddVariable(name ?? "true_positives", shape);
        if (_counted.HasFlag(Outcomes.FalsePositives)) FalsePositiveCounts = AddVariable(name ?? "false_positives", shape);
        if (_counted.HasFlag(Outcomes.TrueNegatives)) TrueNegativeCounts = AddVariable(name ?? "true_negatives", shape);
        if (_counted.HasFlag(Outcomes.FalseNegatives)) FalseNegativeCounts = AddVariable(name ?? "false_negatives", shape);
    }

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        (yPred, yTrue) = RankMatching.Align(yPred, yTrue);
        if (_topK is { } k) yPred = Ops.Where(TopK.Largest(yPred, k), yPred, Excluded);
        if (_classId is { } id) (yTrue, yPred) = (Column(yTrue, id), Column(yPred, id));
        Count(yTrue, yPred, WeightsOf(sampleWeight, yPred.Shape));
    }

    /// <summary>Adds a batch to the counts.</summary>
    /// <param name="yTrue">Targets of the predictions' shape.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="weights">Weights of the predictions' shape; null for none.</param>
    private protected virtual void Count(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? weights)
    {
        Shape row = [1, yPred.Shape.ElementCount];
        SymbolicTensor above = _thresholds.Above(Ops.Reshape(yPred, row));
        SymbolicTensor right = 1 - Ops.Equal(Ops.Reshape(yTrue, row), 0);
        SymbolicTensor? weight = weights is null ? null : Ops.Reshape(weights, row);
        AddOutcomes(above, right, weight, axis: 1);
    }

    /// <summary>Adds the sums of the outcomes along an axis.</summary>
    private protected void AddOutcomes(SymbolicTensor above, SymbolicTensor right, SymbolicTensor? weight, int axis)
    {
        SymbolicTensor yes = weight is null ? right : right * weight, no = weight is null ? 1 - right : (1 - right) * weight;
        if (TruePositiveCounts is not null) Add(TruePositiveCounts, Ops.Sum(above * yes, axis));
        if (FalsePositiveCounts is not null) Add(FalsePositiveCounts, Ops.Sum(above * no, axis));
        if (TrueNegativeCounts is not null) Add(TrueNegativeCounts, Ops.Sum((1 - above) * no, axis));
        if (FalseNegativeCounts is not null) Add(FalseNegativeCounts, Ops.Sum((1 - above) * yes, axis));
    }

    /// <summary>x / (x + y) for every threshold, and 0 where that is 0 / 0.</summary>
    private protected static double[] Shares(Variable x, Variable y)
    {
        float[] numerators = x.ToArray(), rest = y.ToArray();
        return [.. numerators.Select((n, i) => n + rest[i] == 0 ? 0 : (double)n / (n + rest[i]))];
    }

    private static SymbolicTensor Column(SymbolicTensor x, int column)
    {
        if (x.Shape.Rank < 2)
            throw new ShapeMismatchException($"A metric of one class needs an output with an axis of classes, not the shape {x.Shape}.")
            { Received = x.Shape };
        int[] start = new int[x.Shape.Rank];
        start[^1] = column;
        return Ops.Slice(x, start, x.Shape.With(x.Shape.Rank - 1, 1));
    }

    // One weight per sample holds for all outputs of the sample.
    private static SymbolicTensor? WeightsOf(SymbolicTensor? weight, Shape shape)
    {
        if (weight is null) return null;
        if (weight.Shape.Rank == shape.Rank + 1 && weight.Shape[^1] == 1) weight = Ops.Squeeze(weight, -1);
        while (weight.Shape.Rank > 0 && weight.Shape.Rank < shape.Rank) weight = Ops.ExpandDims(weight, -1);
        return Ops.BroadcastTo(weight, shape);
    }
}
