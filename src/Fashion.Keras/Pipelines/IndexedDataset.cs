namespace Fashion.Keras.Pipelines;

/// <summary>Elements by their number.</summary>
/// <param name="count">How many there are.</param>
/// <param name="element">Gives the element of a number.</param>
/// <param name="isHeld">Whether it lies in memory.</param>
internal sealed class IndexedDataset<T>(Func<int> count, Func<int, T> element, bool isHeld = false) : Dataset<T>
{
    public override long? Count => count();

    internal override bool IsHeld => isHeld;

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

    /// <summary>The elements of several numbers, which must lie in memory.</summary>
    public void At(ReadOnlySpan<int> indices, Span<T> elements)
    {
        for (int i = 0; i < indices.Length; i++) elements[i] = element(indices[i]);
    }

    internal override IEnumerator<T> Open(long pass)
    {
        int all = count();
        for (int i = 0; i < all; i++) yield return At(i);
    }
}
