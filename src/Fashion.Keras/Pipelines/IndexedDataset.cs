namespace Fashion.Keras.Pipelines;

/// <summary>Elements by their number.</summary>
internal sealed class IndexedDataset<T>(Func<int> count, Func<int, T> element) : Dataset<T>
{
    public override long? Count => count();

    /// <summary>The element of a number.</summary>
    public T At(int index)
    {
        try
        {
            return element(index);
        }
        catch (Exception e)
        {
            SampleError.Name(e, index);
            throw;
        }
    }

    internal override IEnumerator<T> Open(long pass)
    {
        int all = count();
        for (int i = 0; i < all; i++) yield return At(i);
    }
}
