namespace Fashion.Keras.Pipelines;

/// <summary>Every count-th element.</summary>
internal sealed class ShardDataset<T>(Dataset<T> source, int index, int count) : Dataset<T>
{
    public override long? Count => source.Count is { } all ? (all - index + count - 1) / count : null;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => true;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass)
    {
        using IEnumerator<T> elements = source.Open(pass);
        for (long i = 0; elements.MoveNext(); i++)
            if (i % count == index) yield return elements.Current;
    }
}
