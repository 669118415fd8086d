namespace Fashion.Keras.Pipelines;

/// <summary>Batches of samples.</summary>
/// <param name="source">The samples.</param>
/// <param name="batchSize">Samples of a batch.</param>
/// <param name="dropRemainder">Whether a smaller last batch is left out.</param>
/// <param name="collator">Makes what joins samples.</param>
internal sealed class BatchDataset<T>(Dataset<T> source, int batchSize, bool dropRemainder, Func<BatchSpace, ICollator<T>> collator)
    : Dataset<DataBatch>
{
    public override long? Count =>
        source.Count is { } samples ? dropRemainder ? samples / batchSize : (samples + batchSize - 1) / batchSize : null;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<DataBatch> Open(long pass) => Open(pass, null);

    internal override IEnumerator<DataBatch> Open(long pass, BatchMemory? memory)
    {
        using IEnumerator<T> samples = source.Open(pass);
        ICollator<T> batch = collator(new BatchSpace(batchSize, memory, memory is not null && source.IsHeld));
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
            yield return Taken();
        }
        if (count > 0 && !dropRemainder) yield return Taken();

        DataBatch Taken() => memory is null ? batch.Flush() : batch.Flush() with { Lent = memory.TakeLent() };
    }
}
