namespace Fashion.Keras.Pipelines;

/// <summary>All but the first elements.</summary>
internal sealed class SkipDataset<T>(Dataset<T> source, long count) : Dataset<T>
{
    public override long? Count => source.Count is { } all ? Math.Max(0, all - count) : null;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass) => Open(pass, null);

    internal override IEnumerator<T> Open(long pass, BatchMemory? memory)
    {
        using IEnumerator<T> elements = source.Open(pass, memory);
        for (long i = 0; i < count; i++)
            if (!elements.MoveNext()) yield break;
        while (elements.MoveNext()) yield return elements.Current;
    }
}
