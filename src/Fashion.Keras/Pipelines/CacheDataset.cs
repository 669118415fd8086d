namespace Fashion.Keras.Pipelines;

/// <summary>Keeps the elements of the first whole pass. A pass that ends early keeps nothing.</summary>
internal sealed class CacheDataset<T>(Dataset<T> source) : Dataset<T>
{
    private IReadOnlyList<T>? _kept;

    public override long? Count => _kept?.Count ?? source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override IEnumerator<T> Open(long pass)
    {
        if (Volatile.Read(ref _kept) is { } kept)
        {
            foreach (T element in kept) yield return element;
            yield break;
        }
        var read = new List<T>();
        using IEnumerator<T> elements = source.Open(pass);
        while (elements.MoveNext())
        {
            read.Add(elements.Current);
            yield return elements.Current;
        }
        Volatile.Write(ref _kept, read);
    }
}
