namespace Fashion.Keras;

// Parts of data sets.
public static partial class Utils
{
    /// <summary>Splits data in two, for training and validation say: Keras's <c>split_dataset</c>.</summary>
    /// <typeparam name="T">Type of the samples.</typeparam>
    /// <param name="dataset">The data, with a known number of samples; <c>Dataset.From(x, y)</c> makes it of arrays.</param>
    /// <param name="leftSize">Samples at the beginning: a number or a fraction; null for all that are not in the right part.</param>
    /// <param name="rightSize">Samples at the end, likewise. Samples that are in neither part are left out.</param>
    /// <param name="shuffle">Whether the samples are shuffled before, once: both parts keep their samples and their order.</param>
    /// <param name="seed">Seed of that order; null for one from <see cref="SetRandomSeed"/> or, without that, a random one. Keras has
    /// another order for the same seed.</param>
    /// <returns>Both parts; they read the data when they are read.</returns>
    /// <exception cref="ArgumentException">No size, one that is out of range, both together are larger than the data, or the number of
    /// samples is not known.</exception>
    /// <example><code>
    /// var (train, validation) = Utils.SplitDataset(Dataset.From(x, y), leftSize: 0.8, shuffle: true, seed: 1);
    /// model.Fit(train.Batch(32), validationData: validation.Batch(32));
    /// </code></example>
    public static (Dataset<T> Left, Dataset<T> Right) SplitDataset<T>(Dataset<T> dataset, SplitSize? leftSize = null,
        SplitSize? rightSize = null, bool shuffle = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (leftSize is null && rightSize is null)
            throw new ArgumentException("SplitDataset: give leftSize, rightSize or both.", nameof(leftSize));
        if (dataset.Count is not { } total || dataset.IsInfinite)
            throw new ArgumentException("SplitDataset: the number of samples is not known; use Take and Skip.", nameof(dataset));
        long? left = leftSize?.Of(total, nameof(leftSize)), right = rightSize?.Of(total, nameof(rightSize));
        if (left + right > total)
            throw new ArgumentException($"SplitDataset: {left} and {right} samples are more than the {total} there are.",
                nameof(rightSize));
        if (shuffle) dataset = dataset.Shuffle(checked((int)total), seed, reshuffleEachPass: false);
        return (dataset.Take(left ?? total - right!.Value), dataset.Skip(total - (right ?? total - left!.Value)));
    }
}
