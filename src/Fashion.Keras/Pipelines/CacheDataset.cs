namespace Fashion.Keras.Pipelines;

/// <summary>Keeps the elements of the first whole pass. A pass that ends early keeps nothing.</summary>
internal sealed class CacheDataset<T>(Dataset<T> source) : Dataset<T>
{
    private IReadOnlyList<T>? _kept;

    public override long? Count => _kept?.Count ?? source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld || Volatile.Read(ref _kept) is not null;

    internal override IEnumerator<T> Open(long pass)
    {
        if (Volatile.Read(ref _kept) is { } kept)
        {
            foreach (T element in kept) yield return element;
            yield break;
        }
        var read = new List<T>();
        // What is kept does not depend on the pass that happens to read it: a run that is continued finds the same elements.
        using IEnumerator<T> elements = source.Open(0);
        bool given = false, ended = false;
        try
        {
            while (elements.MoveNext())
            {
                read.Add(elements.Current);
                given = true;
                yield return elements.Current;
                given = false;
            }
            ended = true;
        }
        finally
        {
            // A reader that knows the number of elements stops at the last one and does not ask for the end.
            if (ended || (given && read.Count == source.Count && !elements.MoveNext())) Volatile.Write(ref _kept, read);
        }
    }
}
