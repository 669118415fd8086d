using Fashion.Keras.Data;
using Fashion.Keras.Metrics;

namespace Fashion.Keras.Plotting;

/// <summary>
/// A curve that a threshold draws as it falls through the scores of samples: ROC or precision-recall, exact, with one point for each
/// different score.
/// </summary>
public sealed class ScoreCurve
{
    private ScoreCurve(AucCurve kind, double[] thresholds, double[] x, double[] y, double[] truePositives, double[] falsePositives,
        double area) =>
        (Kind, Thresholds, X, Y, TruePositives, FalsePositives, Area) = (kind, thresholds, x, y, truePositives, falsePositives, area);

    /// <summary>Which curve.</summary>
    public AucCurve Kind { get; }

    /// <summary>
    /// Thresholds in falling order: a sample is positive where its score is at least as high. The first is infinite: no sample is.
    /// </summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>ROC: share of the negative samples that are taken for positive. Precision-recall: recall. Rising from 0 to 1.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>
    /// ROC: share of the positive samples that are found. Precision-recall: precision; at recall 0 that of the first point after it.
    /// </summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>
    /// Area under the curve, as the metric <see cref="AUC"/> approaches it with ever more thresholds. For ROC it is the probability that a
    /// positive sample has a higher score than a negative one, where equal scores count half. For precision-recall points are joined as
    /// Davis and Goadrich do ("The relationship between precision-recall and ROC curves", 2006).
    /// </summary>
    public double Area { get; }

    /// <summary>
    /// Sum over the thresholds of the precision times what the recall gains by the threshold: the area under precision-recall drawn in
    /// steps, as scikit-learn's <c>average_precision_score</c>. Unlike <see cref="Area"/> it joins no points. For ROC too it is that of the
    /// same thresholds.
    /// </summary>
    public double AveragePrecision => Enumerable.Range(1, TruePositives.Length - 1)
        .Sum(i => (TruePositives[i] - TruePositives[i - 1]) / TruePositives[^1]
            * (TruePositives[i] / Math.Max(1, TruePositives[i] + FalsePositives[i])));

    internal double[] TruePositives { get; }

    internal double[] FalsePositives { get; }

    /// <summary>The receiver operating characteristic.</summary>
    /// <param name="yTrue">0 or 1 per sample.</param>
    /// <param name="scores">Score per sample, higher for positive ones.</param>
    /// <exception cref="ArgumentException">Different numbers of values, a label that is not 0 or 1, a score that is not finite, or no
    /// sample of a class.</exception>
    public static ScoreCurve Roc(ModelData yTrue, ModelData scores) => Of(AucCurve.Roc, yTrue, scores);

    /// <summary>Precision over recall.</summary>
    /// <param name="yTrue">0 or 1 per sample.</param>
    /// <param name="scores">Score per sample, higher for positive ones.</param>
    /// <exception cref="ArgumentException">Different numbers of values, a label that is not 0 or 1, a score that is not finite, or no
    /// sample of a class.</exception>
    public static ScoreCurve PrecisionRecall(ModelData yTrue, ModelData scores) => Of(AucCurve.Pr, yTrue, scores);

    internal static ScoreCurve Of(AucCurve kind, ModelData yTrue, ModelData scores)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(scores);
        return Of(kind, DataArrays.Single(yTrue, "labels").ToDoubles(), DataArrays.Single(scores, "scores").ToDoubles());
    }

    internal static ScoreCurve Of(AucCurve kind, double[] labels, double[] scores)
    {
        if (labels.Length != scores.Length)
            throw new ArgumentException(
                $"ScoreCurve: there are {labels.Length} labels, but {scores.Length} scores; each sample needs one of each.");
        if (Array.FindIndex(labels, l => l is not (0 or 1)) is >= 0 and int odd)
            throw new ArgumentException($"ScoreCurve: the label of sample {odd} is {labels[odd]}; labels are 0 or 1.");
        if (Array.FindIndex(scores, s => !double.IsFinite(s)) is >= 0 and int wild)
            throw new ArgumentException($"ScoreCurve: the score of sample {wild} is {scores[wild]}; scores are finite numbers.");
        double positives = labels.Sum(), negatives = labels.Length - positives;
        if (positives == 0 || negatives == 0)
            throw new ArgumentException(
                $"ScoreCurve: there are {positives} positive and {negatives} negative samples; a curve needs both.");
        List<double> thresholds = [double.PositiveInfinity], found = [0], wrong = [0];
        double tp = 0, fp = 0;
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        for (int i = 0; i < order.Length; i++)
        {
            if (labels[order[i]] == 1) tp++;
            else fp++;
            if (i + 1 < order.Length && scores[order[i + 1]] == scores[order[i]]) continue;
            thresholds.Add(scores[order[i]]);
            found.Add(tp);
            wrong.Add(fp);
        }
        double[] tps = [.. found], fps = [.. wrong], precision = [.. tps.Zip(fps, (t, f) => t + f == 0 ? 0 : t / (t + f))],
            recall = [.. tps.Select(t => t / positives)];
        precision[0] = precision[1];
        double area = AucArea.Of([.. tps.Reverse()], [.. fps.Reverse()], [.. fps.Reverse().Select(f => negatives - f)],
            [.. tps.Reverse().Select(t => positives - t)], kind, AucSummation.Interpolation);
        return kind == AucCurve.Roc ? new(kind, [.. thresholds], [.. fps.Select(f => f / negatives)], recall, tps, fps, area)
            : new(kind, [.. thresholds], recall, precision, tps, fps, area);
    }

    /// <summary>
    /// Points to draw. Precision over recall is drawn in steps: up to a recall, the precision of the threshold that reaches it, as in the
    /// sum of <see cref="AveragePrecision"/>. Thresholds before the first positive sample have the recall 0, so no width.
    /// </summary>
    internal IReadOnlyList<(double X, double Y)> Outline()
    {
        int first = 1;
        while (Kind == AucCurve.Pr && TruePositives[first] == 0) first++;
        var points = new List<(double X, double Y)> { Kind == AucCurve.Pr ? (0, Y[first]) : (X[0], Y[0]) };
        for (int i = first; i < X.Count; i++)
        {
            if (Kind == AucCurve.Pr) Add((X[i - 1], Y[i]));
            Add((X[i], Y[i]), last: i == X.Count - 1);
        }
        return points;

        void Add((double X, double Y) point, bool last = false)
        {
            // Less than half a pixel would only make files large.
            if (last || Math.Abs(point.X - points[^1].X) + Math.Abs(point.Y - points[^1].Y) > 0.001) points.Add(point);
        }
    }
}
