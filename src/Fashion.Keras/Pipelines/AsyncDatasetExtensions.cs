using System.Runtime.CompilerServices;
using Fashion.Keras.Pipelines;

namespace Fashion.Keras;

/// <summary>Batches of asynchronous streams.</summary>
public static class AsyncDatasetExtensions
{
    /// <summary>Joins samples with targets into batches.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor; for several inputs a tuple or a dictionary by name of
    /// such.</typeparam>
    /// <typeparam name="TY">Type of its target, likewise.</typeparam>
    /// <param name="samples">The samples; all of them have one shape within a batch.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static IAsyncEnumerable<DataBatch> Batch<TX, TY>(this IAsyncEnumerable<(TX X, TY Y)> samples, int batchSize,
        bool dropRemainder = false) =>
        Batches(samples, batchSize, dropRemainder, space => new PairCollator<TX, TY>(space));

    /// <summary>Joins samples without targets into batches, for predictions.</summary>
    /// <typeparam name="TX">Type of a sample: a number, an array or a tensor.</typeparam>
    /// <param name="samples">The samples; all of them have one shape within a batch.</param>
    /// <param name="batchSize">Samples of a batch, at least 1.</param>
    /// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
    public static IAsyncEnumerable<DataBatch> Batch<TX>(this IAsyncEnumerable<TX> samples, int batchSize, bool dropRemainder = false) =>
        Batches(samples, batchSize, dropRemainder, space => new InputCollator<TX>(space));

    private static IAsyncEnumerable<DataBatch> Batches<T>(IAsyncEnumerable<T> samples, int batchSize, bool dropRemainder,
        Func<BatchSpace, ICollator<T>> collator)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Run(samples, batchSize, dropRemainder, collator, default);
    }

    private static async IAsyncEnumerable<DataBatch> Run<T>(IAsyncEnumerable<T> samples, int batchSize, bool dropRemainder,
        Func<BatchSpace, ICollator<T>> collator, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ICollator<T> batch = collator(new BatchSpace(batchSize, Memory: null));
        int count = 0;
        long number = 0;
        await using ConfiguredCancelableAsyncEnumerable<T>.Enumerator elements =
            samples.WithCancellation(cancellationToken).ConfigureAwait(false).GetAsyncEnumerator();
        while (true)
        {
            try
            {
                if (!await elements.MoveNextAsync()) break;
                batch.Add(elements.Current);
            }
            catch (Exception e)
            {
                SampleError.Name(e, number);
                throw;
            }
            number++;
            if (++count < batchSize) continue;
            count = 0;
            yield return batch.Flush();
        }
        if (count > 0 && !dropRemainder) yield return batch.Flush();
    }
}
