namespace Fashion.Keras.Pipelines;

/// <summary>Batches of samples.</summary>
/// <param name="source">The samples.</param>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
/// <param name="collator">Makes what joins samples.</param>
internal sealed class BatchDataset<T>(Dataset<T> source, int batchSize, bool dropRemainder, Func<int, ICollator<T>> collator) : Dataset<DataBatch>
{
    public override long? Count => source.Count is { } samples ? dropRemainder ? samples / batchSize : (samples + batchSize - 1) / batchSize : null;

    public override bool IsInfinite => source.IsInfinite;

    internal override IEnumerator<DataBatch> Open(long pass)
    {
        using IEnumerator<T> samples = source.Open(pass);
        ICollator<T> batch = collator(batchSize);
        int count = 0;
        for (long number = 0; samples.MoveNext(); number++)
        {
            try
            {
                batch.Add(samples.Current);
            }
            catch (Exception e)
            {
                SampleError.Name(e, number);
                throw;
            }
            if (++count < batchSize) continue;
            count = 0;
            yield return batch.Take();
        }
        if (count > 0 && !dropRemainder) yield return batch.Take();
    }
}
