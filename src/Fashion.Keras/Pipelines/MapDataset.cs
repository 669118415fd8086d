namespace Fashion.Keras.Pipelines;

/// <summary>A function of each element, computed when it is asked for.</summary>
internal sealed class MapDataset<T, TResult>(Dataset<T> source, Func<T, TResult> map) : Dataset<TResult>
{
    public override long? Count => source.Count;

    public override bool IsInfinite => source.IsInfinite;

    internal override bool IsSharded => source.IsSharded;

    internal override IEnumerable<PlacedSeed> Seeds => source.Seeds;

    internal override IEnumerator<TResult> Open(long pass)
    {
        using IEnumerator<T> elements = source.Open(pass);
        for (long number = 0; elements.MoveNext(); number++) yield return Apply(map, elements.Current, pass, number);
    }

    public static TResult Apply(Func<T, TResult> map, T element, long pass, long number)
    {
        try
        {
            return Internal.DrawScope.Run(map, element, pass, number);
        }
        catch (Exception e)
        {
            SampleError.Name(e, number);
            throw;
        }
    }
}
