using Fashion.Keras.Internal;
using Fashion.Keras.Losses;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Metrics;

/// <summary>
/// Coefficient of determination per output: 1 - sum((y - p)^2) / sum((y - mean y)^2), targets and predictions being
/// (N, outputs). 1 is perfect, 0 no better than the mean.
/// </summary>
public sealed class R2Score : Metric
{
    private readonly Variable _samples;
    private Variable? _squaredSum, _sum, _residual, _count;

    /// <summary>Makes a coefficient of determination.</summary>
    /// <param name="classAggregation">How the outputs' values become one. <c>"uniform_average"</c>, the default, <c>"none"</c> or
    /// <c>"variance_weighted_average"</c>.</param>
    /// <param name="numRegressors">Number of independent regressors for the adjusted form; 0 for the plain one.</param>
    /// <param name="name">The name it has in logs.</param>
    public R2Score(Choice<ClassAggregation> classAggregation = default, int numRegressors = 0, string name = "r2_score") : base(name)
    {
        ClassAggregation = classAggregation.Or(ClassAggregation.UniformAverage);
        NumRegressors = Guard.NotNegative(numRegressors, nameof(R2Score));
        _samples = AddVariable("num_samples", Shape.Scalar);
    }

    /// <inheritdoc/>
    public override bool? LargerIsBetter => true;

    /// <summary>How the outputs' values become one.</summary>
    public ClassAggregation ClassAggregation { get; }

    /// <summary>Number of independent regressors; 0 for the plain form.</summary>
    public int NumRegressors { get; }

    internal override bool HasSeveralValues => ClassAggregation == ClassAggregation.None;

    internal override string? Misfit(Shape yTrue, Shape yPred) => TargetFit.SameShape(yTrue, yPred);

    /// <inheritdoc/>
    protected internal override void Update(SymbolicTensor yTrue, SymbolicTensor yPred, SymbolicTensor? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        (yTrue, yPred) = RankMatching.Align(yTrue, yPred);
        if (yTrue.Shape.Rank != 2 || yPred.Shape != yTrue.Shape)
            throw new ShapeMismatchException(
                $"R2Score: targets and output must both have the shape (samples, outputs), not {yTrue.Shape} and {yPred.Shape}.")
            { Received = yTrue.Shape };
        if (_sum is null) AddSums([yPred.Shape[1]]);
        SymbolicTensor weight = sampleWeight is null ? 1 : sampleWeight.Shape.Rank == 1 ? Ops.ExpandDims(sampleWeight, -1) : sampleWeight;
        weight = Ops.BroadcastTo(weight, yTrue.Shape);
        Add(_sum!, Ops.Sum(yTrue * weight, axis: 0));
        Add(_squaredSum!, Ops.Sum(yTrue * yTrue * weight, axis: 0));
        Add(_residual!, Ops.Sum(Ops.Square(yTrue - yPred) * weight, axis: 0));
        Add(_count!, Ops.Sum(weight, axis: 0));
        // A sample counts when it has a weight for any output.
        Add(_samples, Ops.Sum(Ops.Max(1 - Ops.Equal(weight, 0), axis: -1)));
    }

    /// <inheritdoc/>
    public override double Result()
    {
        (double[] scores, double[] totals) = Scores();
        double score = ClassAggregation == ClassAggregation.VarianceWeightedAverage
            ? scores.Select((s, i) => s * totals[i]).Sum() / totals.Sum()
            : scores.Length == 0 ? 0 : scores.Average();
        return Adjusted(score);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double> ResultVector() =>
        ClassAggregation == ClassAggregation.None ? Array.ConvertAll(Scores().Scores, Adjusted) : [Result()];

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.WriteChoice("class_aggregation", ClassAggregation == ClassAggregation.None ? null : (ClassAggregation?)ClassAggregation)
            .Write("num_regressors", NumRegressors);
    }

    private void AddSums(Shape shape)
    {
        _squaredSum = AddVariable("squared_sum", shape);
        _sum = AddVariable("sum", shape);
        _residual = AddVariable("residual", shape);
        _count = AddVariable("count", shape);
    }

    private (double[] Scores, double[] Totals) Scores()
    {
        if (_sum is null) return ([], []);
        float[] sums = _sum.ToArray(), squares = _squaredSum!.ToArray(), residuals = _residual!.ToArray(), counts = _count!.ToArray();
        double[] totals = [.. sums.Select((s, i) => squares[i] - s * ((double)s / counts[i]))];
        double[] scores = [.. totals.Select((t, i) => 1 - residuals[i] / t).Select(s => double.IsInfinity(s) ? 0 : s)];
        return (scores, totals);
    }

    private double Adjusted(double score)
    {
        double samples = _samples.ToArray()[0];
        // With too few samples the adjustment is not defined; the plain value stands.
        if (NumRegressors == 0 || NumRegressors >= samples - 1) return score;
        return 1 - (1 - score) * (samples - 1) / (samples - NumRegressors - 1);
    }
}
