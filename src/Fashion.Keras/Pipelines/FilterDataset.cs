namespace Fashion.Keras.Pipelines;

/// <summary>The elements that a condition accepts.</summary>
internal sealed class FilterDataset<T>(Dataset<T> source, Func<T, bool> condition) : Dataset<T>
{
    public override long? Count => null;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override IEnumerator<T> Open(long pass)
    {
        using IEnumerator<T> elements = source.Open(pass);
        for (long number = 0; elements.MoveNext(); number++)
            if (MapDataset<T, bool>.Apply(condition, elements.Current, pass, number)) yield return elements.Current;
    }
}
