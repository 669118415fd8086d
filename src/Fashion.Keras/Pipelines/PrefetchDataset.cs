namespace Fashion.Keras.Pipelines;

/// <summary>
/// Reads ahead on a thread of its own. Where the elements lie in memory, the thread would only take time from those that compute.
/// </summary>
internal sealed class PrefetchDataset<T>(Dataset<T> source, int bufferSize) : Dataset<T>
{
    public override long? Count => source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass) => Open(pass, null);

    internal override IEnumerator<T> Open(long pass,
        BatchMemory? memory) => source.IsHeld ? source.Open(pass, memory) : ReadAhead.Run<T>(bufferSize, (write, cancelled) =>
    {
        using IEnumerator<T> elements = source.Open(pass, memory);
        while (!cancelled.IsCancellationRequested && elements.MoveNext()) write(elements.Current);
    });
}
