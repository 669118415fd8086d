namespace Fashion.Keras.Pipelines;

/// <summary>Several passes as one; null for no end.</summary>
internal sealed class RepeatDataset<T>(Dataset<T> source, int? count) : Dataset<T>
{
    // Passes of the source within one endless pass are numbered from here on.
    private const long Apart = 1L << 32;

    public override long? Count => count is { } times && source.Count is { } elements ? times * elements : null;

    public override bool IsInfinite => count != 0 && (source.IsInfinite || (count is null && source.Count != 0));

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override bool IsHeld => source.IsHeld;

    internal override IEnumerator<T> Open(long pass) => Open(pass, null);

    internal override IEnumerator<T> Open(long pass, BatchMemory? memory)
    {
        for (long i = 0; count is null || i < count; i++)
        {
            bool any = false;
            using IEnumerator<T> elements = source.Open(pass * (count ?? Apart) + i, memory);
            while (elements.MoveNext())
            {
                any = true;
                yield return elements.Current;
            }
            if (!any) yield break;
        }
    }
}
