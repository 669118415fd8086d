using Fashion.Keras.Metrics;
using Fashion.Keras.Plotting.Charts;

namespace Fashion.Keras.Plotting;

// Curves over thresholds.
public static partial class Plots
{
    /// <summary>ROC curves with their areas: one for a binary classifier, one per class against the rest for several classes.</summary>
    /// <param name="yTrue">Classes per sample: (samples), (samples, 1), or (samples, classes) with 1 at the class.</param>
    /// <param name="scores">(samples) or (samples, 1) for a binary classifier, (samples, classes) for several classes.</param>
    /// <param name="classNames">Names of the classes; null for their numbers.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">The data do not fit together, or a class has no sample or all of them.</exception>
    public static Figure Roc(ModelData yTrue, ModelData scores, IReadOnlyList<string>? classNames = null, PlotOptions? options = null) =>
        Scores(AucCurve.Roc, yTrue, scores, classNames, options);

    /// <summary>
    /// Precision over recall, in steps, with the average precision (AP), the area under them: one curve for a binary classifier, one per
    /// class against the rest for several classes.
    /// </summary>
    /// <param name="yTrue">Classes per sample: (samples), (samples, 1), or (samples, classes) with 1 at the class.</param>
    /// <param name="scores">(samples) or (samples, 1) for a binary classifier, (samples, classes) for several classes.</param>
    /// <param name="classNames">Names of the classes; null for their numbers.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">The data do not fit together, or a class has no sample or all of them.</exception>
    public static Figure PrecisionRecall(ModelData yTrue, ModelData scores, IReadOnlyList<string>? classNames = null,
        PlotOptions? options = null) => Scores(AucCurve.Pr, yTrue, scores, classNames, options);

    /// <summary>Curves of several models in one picture.</summary>
    /// <param name="curves">Curves by name, in the order of the legend; all of one kind.</param>
    /// <param name="options">Size and look.</param>
    /// <exception cref="ArgumentException">There are none, or they are of different kinds.</exception>
    public static Figure Scores(IReadOnlyList<(string Name, ScoreCurve Curve)> curves, PlotOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(curves);
        if (curves.Count == 0) throw new ArgumentException("Plots.Scores: there are no curves.", nameof(curves));
        if (curves.Any(c => c.Curve.Kind != curves[0].Curve.Kind))
            throw new ArgumentException("Plots.Scores: the curves are of different kinds.", nameof(curves));
        return new Figure(options, 560, new ScoreChart([.. curves]).Draw);
    }

    private static Figure Scores(AucCurve kind, ModelData yTrue, ModelData scores, IReadOnlyList<string>? classNames, PlotOptions? options)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(scores);
        if (DataArrays.Single(scores, "scores").RowLength == 1) return Scores([("", ScoreCurve.Of(kind, yTrue, scores))], options);
        int[] labels = DataArrays.Classes(yTrue);
        double[][] rows = DataArrays.Rows(scores);
        return Scores([.. Enumerable.Range(0, rows[0].Length).Select(c => (DataArrays.Name(classNames, c),
            ScoreCurve.Of(kind, [.. labels.Select(l => l == c ? 1.0 : 0)], [.. rows.Select(r => r[c])])))], options);
    }
}
