namespace Fashion.Keras.Pipelines;

/// <summary>Reads ahead on a thread of its own.</summary>
internal sealed class PrefetchDataset<T>(Dataset<T> source, int bufferSize) : Dataset<T>
{
    public override long? Count => source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override IEnumerator<T> Open(long pass) => Open(pass, null);

    internal override IEnumerator<T> Open(long pass, BatchMemory? memory) => ReadAhead.Run<T>(bufferSize, (write, cancelled) =>
    {
        using IEnumerator<T> elements = source.Open(pass, memory);
        while (!cancelled.IsCancellationRequested && elements.MoveNext()) write(elements.Current);
    });
}
