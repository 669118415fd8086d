using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

/// <summary>What a pipeline can do with elements of a certain form.</summary>
public static class DatasetExtensions
{
    /// <summary>Joins samples with targets into batches.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <param name="samples">The samples; all of them have one shape within a batch.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static Dataset<DataBatch> Batch<TX, TY>(this IEnumerable<(TX X, TY Y)> samples, int batchSize, bool dropRemainder = false) =>
        Batches(samples, batchSize, dropRemainder, space => new PairCollator<TX, TY>(space));

    /// <summary>Joins samples with targets and weights into batches.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <typeparam name="TW">Type of its weight.</typeparam>
    /// <param name="samples">The samples; all of them have one shape within a batch.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static Dataset<DataBatch> Batch<TX, TY, TW>(this IEnumerable<(TX X, TY Y, TW SampleWeight)> samples, int batchSize,
        bool dropRemainder = false) =>
        Batches(samples, batchSize, dropRemainder, space => new WeightedCollator<TX, TY, TW>(space));

    /// <summary>Joins samples without targets into batches, for predictions.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor.</typeparam>
    /// <param name="samples">The samples; all of them have one shape within a batch.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static Dataset<DataBatch> Batch<TX>(this IEnumerable<TX> samples, int batchSize, bool dropRemainder = false) =>
        Batches(samples, batchSize, dropRemainder, space => new InputCollator<TX>(space));

    /// <summary>A function of the two parts of each element, in order.</summary>
    /// <typeparam name="TX">Type of the first part.</typeparam>
    /// <typeparam name="TY">Type of the second part.</typeparam>
    /// <typeparam name="TResult">Type of the results.</typeparam>
    /// <param name="samples">The elements.</param>
    /// <param name="map">The function; with several threads it is called from all of them.</param>
    /// <param name="parallel">How many elements are computed at the same time, ahead of the one that is asked for; 1 computes each one when
    /// it is asked for.</param>
    public static Dataset<TResult> Map<TX, TY, TResult>(this Dataset<(TX X, TY Y)> samples, Func<TX, TY, TResult> map, int parallel = 1)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(map);
        return samples.Map(sample => map(sample.X, sample.Y), parallel);
    }

    private static BatchDataset<T> Batches<T>(IEnumerable<T> samples, int batchSize, bool dropRemainder,
        Func<BatchSpace, ICollator<T>> collator)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new BatchDataset<T>(Dataset.From(samples), batchSize, dropRemainder, collator);
    }
}
