using Fashion.Keras.Reporting;

namespace Fashion.Keras.Evaluation;

/// <summary>How often each class was taken for each other: rows are the true classes, columns the predicted ones.</summary>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    /// <summary>Counts pairs of classes.</summary>
    /// <param name="actual">True class per sample, 0 to the number of classes - 1.</param>
    /// <param name="predicted">Predicted class per sample.</param>
    /// <param name="classNames">Names of the classes, in order.</param>
    /// <exception cref="ArgumentException">Lists of different lengths, or a class that has no name.</exception>
    public ConfusionMatrix(IReadOnlyList<int> actual, IReadOnlyList<int> predicted, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(classNames);
        if (actual.Count != predicted.Count)
            throw new ArgumentException(
                $"There are {actual.Count} labels, but {predicted.Count} predictions; each sample needs one of each.", nameof(predicted));
        ClassNames = classNames;
        Total = actual.Count;
        _counts = new int[classNames.Count, classNames.Count];
        for (int i = 0; i < actual.Count; i++) _counts[Checked(actual[i], i, "label"), Checked(predicted[i], i, "prediction")]++;
    }

    /// <summary>Names of the classes, in order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Number of samples.</summary>
    public int Total { get; }

    /// <summary>Samples whose class was predicted rightly.</summary>
    public int Correct => Enumerable.Range(0, ClassCount).Sum(c => _counts[c, c]);

    /// <summary>Samples of one class that were taken for another.</summary>
    /// <param name="actual">True class.</param>
    /// <param name="predicted">Predicted class.</param>
    public int this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Samples of a class.</summary>
    /// <param name="actual">True class.</param>
    public int ActualCount(int actual) => Enumerable.Range(0, ClassCount).Sum(p => _counts[actual, p]);

    /// <summary>Predictions of a class.</summary>
    /// <param name="predicted">Predicted class.</param>
    public int PredictedCount(int predicted) => Enumerable.Range(0, ClassCount).Sum(a => _counts[a, predicted]);

    /// <summary>A table with the true classes as rows and the predicted ones, by number, as columns.</summary>
    public override string ToString() => EvaluationTables.Confusion(ClassNames, _counts);

    private int Checked(int index, int sample, string what) => (uint)index < (uint)ClassCount
        ? index
        : throw new ArgumentException(
            $"The {what} of sample {sample} is {index}, but there are {ClassCount} classes (0 to {ClassCount - 1}).");
}
