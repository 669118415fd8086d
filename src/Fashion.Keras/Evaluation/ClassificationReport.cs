using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Evaluation;

/// <summary>Precision, recall and F1 of every class, and their means, from labels and predictions.</summary>
/// <example><code>
/// var report = ClassificationReport.From(test.Labels, model.Predict(x), FashionMnist.ClassNames);
/// Console.WriteLine(report);
/// Console.WriteLine(report.ConfusionMatrix);
/// </code></example>
public sealed class ClassificationReport
{
    private ClassificationReport(int[] actual, int[] predicted, IReadOnlyList<string> classNames)
    {
        Predicted = predicted;
        ConfusionMatrix = new ConfusionMatrix(actual, predicted, classNames);
        Classes = [.. Enumerable.Range(0, classNames.Count).Select(ScoresOf)];
        MacroAverage = Mean("macro avg", _ => 1);
        WeightedAverage = Mean("weighted avg", c => c.Support);
    }

    /// <summary>Predicted class per sample: the one of the highest probability, the first of several.</summary>
    public IReadOnlyList<int> Predicted { get; }

    /// <summary>How often each class was taken for each other.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }

    /// <summary>Scores per class, in order.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>Share of the samples whose class was predicted rightly; 0 without samples.</summary>
    public double Accuracy => Ratio(ConfusionMatrix.Correct, ConfusionMatrix.Total);

    /// <summary>Plain means over the classes.</summary>
    public ClassScores MacroAverage { get; }

    /// <summary>Means over the classes, each weighted by its number of samples.</summary>
    public ClassScores WeightedAverage { get; }

    /// <summary>Compares labels with predicted probabilities.</summary>
    /// <param name="labels">True class per sample: (N) or (N, 1).</param>
    /// <param name="probabilities">What Predict returned: (N, K); any scores will do, the highest wins.</param>
    /// <param name="classNames">Names of the K classes; null for their numbers.</param>
    /// <exception cref="ArgumentException">Shapes that do not go together, or a label outside the K classes.</exception>
    public static ClassificationReport From<TLabel>(Tensor<TLabel> labels, Tensor<float> probabilities,
        IReadOnlyList<string>? classNames = null) where TLabel : unmanaged, INumber<TLabel>
    {
        ArgumentNullException.ThrowIfNull(labels);
        var flat = new TLabel[labels.FlattenedLength];
        labels.FlattenTo(flat);
        return From(flat, probabilities, classNames);
    }

    /// <summary>Compares labels with predicted probabilities.</summary>
    /// <param name="labels">True class per sample.</param>
    /// <param name="probabilities">What Predict returned: (N, K); any scores will do, the highest wins.</param>
    /// <param name="classNames">Names of the K classes; null for their numbers.</param>
    /// <exception cref="ArgumentException">Shapes that do not go together, or a label outside the K classes.</exception>
    public static ClassificationReport From<TLabel>(TLabel[] labels, Tensor<float> probabilities, IReadOnlyList<string>? classNames = null)
        where TLabel : unmanaged, INumber<TLabel>
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Rank != 2)
            throw new ArgumentException("ClassificationReport needs probabilities of shape (samples, classes), not " +
                $"({string.Join(", ", probabilities.Lengths.ToArray())}).", nameof(probabilities));
        int samples = (int)probabilities.Lengths[0], classes = (int)probabilities.Lengths[1];
        if (labels.Length != samples)
            throw new ArgumentException($"There are {labels.Length} labels, but probabilities for {samples} samples; labels must hold " +
                "one class number per sample (not one-hot rows).", nameof(labels));
        if (classNames is not null && classNames.Count != classes)
            throw new ArgumentException($"There are {classNames.Count} class names, but probabilities for {classes} classes.",
                nameof(classNames));
        var flat = new float[samples * classes];
        probabilities.FlattenTo(flat);
        int[] predicted = [.. Enumerable.Range(0, samples).Select(i => TensorPrimitives.IndexOfMax(flat.AsSpan(i * classes, classes)))];
        int[] actual = [.. labels.Select(ClassNumber)];
        return new ClassificationReport(actual, predicted,
            classNames ?? [.. Enumerable.Range(0, classes).Select(c => c.ToString(CultureInfo.InvariantCulture))]);
    }

    /// <summary>A table with two decimals, as scikit-learn prints it.</summary>
    public override string ToString() => ToString(2);

    /// <summary>A table as scikit-learn prints it.</summary>
    /// <param name="decimals">Decimals of the scores.</param>
    public string ToString(int decimals) => EvaluationTables.Classification(
        [.. Classes.Select(Row)], Accuracy, ConfusionMatrix.Total, [Row(MacroAverage), Row(WeightedAverage)], decimals);

    private static (string, double, double, double, int) Row(ClassScores scores) =>
        (scores.Name, scores.Precision, scores.Recall, scores.F1, scores.Support);

    private static int ClassNumber<TLabel>(TLabel label) where TLabel : unmanaged, INumber<TLabel> => TLabel.IsInteger(label)
        ? int.CreateSaturating(label)
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"The label {label} is no class number; labels are whole numbers from 0."));

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private ClassScores ScoresOf(int c)
    {
        int right = ConfusionMatrix[c, c], support = ConfusionMatrix.ActualCount(c), claimed = ConfusionMatrix.PredictedCount(c);
        return new ClassScores(ConfusionMatrix.ClassNames[c], Ratio(right, claimed), Ratio(right, support),
            Ratio(2 * right, support + claimed), support);
    }

    private ClassScores Mean(string name, Func<ClassScores, double> weight)
    {
        double total = Classes.Sum(weight);
        double Of(Func<ClassScores, double> score) => Ratio(Classes.Sum(c => score(c) * weight(c)), total);
        return new ClassScores(name, Of(c => c.Precision), Of(c => c.Recall), Of(c => c.F1), ConfusionMatrix.Total);
    }
}
