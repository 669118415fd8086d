namespace Fashion.Keras.Pipelines;

/// <summary>The first elements.</summary>
internal sealed class TakeDataset<T>(Dataset<T> source, long count) : Dataset<T>
{
    public override long? Count => source.IsInfinite ? count : source.Count is { } all ? Math.Min(all, count) : null;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass) => Open(pass, null);

    internal override IEnumerator<T> Open(long pass, BatchMemory? memory)
    {
        if (count == 0) yield break;
        using IEnumerator<T> elements = source.Open(pass, memory);
        // The element after the last one is not asked for: reading it may cost, or wait.
        for (long i = 0; i < count && elements.MoveNext(); i++) yield return elements.Current;
    }
}
