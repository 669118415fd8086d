namespace Fashion.Keras.Pipelines;

/// <summary>Pairs of elements of two streams.</summary>
internal sealed class ZipDataset<T, TOther>(Dataset<T> first, Dataset<TOther> second) : Dataset<(T First, TOther Second)>
{
    public override long? Count =>
        first.IsInfinite ? second.Count
            : second.IsInfinite ? first.Count : first.Count is { } a && second.Count is { } b ? Math.Min(a, b) : null;

    public override bool IsInfinite => first.IsInfinite && second.IsInfinite;

    internal override bool IsSharded => first.IsSharded || second.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => first.Seeds.Concat(second.Seeds);

    internal override bool IsHeld => first.IsHeld && second.IsHeld;

    internal override IEnumerator<(T First, TOther Second)> Open(long pass)
    {
        using IEnumerator<T> left = first.Open(pass);
        using IEnumerator<TOther> right = second.Open(pass);
        while (left.MoveNext() && right.MoveNext()) yield return (left.Current, right.Current);
    }
}
