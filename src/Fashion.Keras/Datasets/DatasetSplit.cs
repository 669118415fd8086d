namespace Fashion.Keras.Datasets;

/// <summary>How one set is divided into a training and a test set.</summary>
internal static class DatasetSplit
{
    /// <exception cref="ArgumentOutOfRangeException">Not from 0 to less than 1.</exception>
    public static void Check(double testSplit)
    {
        if (!(testSplit >= 0 && testSplit < 1))
            throw new ArgumentOutOfRangeException(nameof(testSplit), testSplit,
                FormattableString.Invariant($"testSplit must be from 0 to less than 1, not {testSplit}."));
    }

    /// <summary>Samples of the training set: rounded down, as in Keras.</summary>
    public static int Train(int count, double testSplit) => (int)(count * (1 - testSplit));
}
