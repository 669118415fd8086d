namespace Fashion.Keras.Pipelines;

/// <summary>Elements drawn from a buffer. The order follows from the seed and the number of the pass.</summary>
internal sealed class ShuffleDataset<T>(Dataset<T> source, int bufferSize, ShuffleSeed seed, bool reshuffle) : Dataset<T>
{
    private const int Together = 32;

    public override long? Count => source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => [.. source.Seeds, new(seed, IsOwn: source.IsSharded)];

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass)
    {
        Random random = new Data.Pass(reshuffle ? pass : 0, seed.Value).Random();
        // Elements that can be had by number need not wait in a buffer.
        return source is IndexedDataset<T> indexed && indexed.Count <= bufferSize ? Indexed(indexed, random) : Buffered(pass, random);
    }

    private static IEnumerator<T> Indexed(IndexedDataset<T> indexed, Random random)
    {
        var order = new int[(int)indexed.Count!.Value];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order);
        if (indexed.IsHeld) return Held(indexed, order);
        return Made(indexed, order);
    }

    private static IEnumerator<T> Made(IndexedDataset<T> indexed, int[] order)
    {
        foreach (int index in order) yield return indexed.At(index);
    }

    // Elements at random places of a large list are seldom in a cache: the processor waits for several at a time.
    private static IEnumerator<T> Held(IndexedDataset<T> indexed, int[] order)
    {
        var ahead = new T[Math.Min(Together, order.Length)];
        for (int first = 0; first < order.Length; first += ahead.Length)
        {
            int count = Math.Min(ahead.Length, order.Length - first);
            indexed.At(order.AsSpan(first, count), ahead);
            for (int i = 0; i < count; i++) yield return ahead[i];
        }
    }

    private IEnumerator<T> Buffered(long pass, Random random)
    {
        using IEnumerator<T> elements = source.Open(pass);
        var buffer = new List<T>();
        while (buffer.Count < bufferSize && elements.MoveNext()) buffer.Add(elements.Current);
        while (buffer.Count > 0)
        {
            int at = random.Next(buffer.Count);
            yield return buffer[at];
            if (elements.MoveNext()) buffer[at] = elements.Current;
            else
            {
                buffer[at] = buffer[^1];
                buffer.RemoveAt(buffer.Count - 1);
            }
        }
    }
}
