namespace Fashion.Keras.Pipelines;

/// <summary>The elements of any sequence.</summary>
internal sealed class SequenceDataset<T>(IEnumerable<T> elements, long? count) : Dataset<T>
{
    public override long? Count => count ?? (elements.TryGetNonEnumeratedCount(out int known) ? known : null);

    internal override IEnumerator<T> Open(long pass)
    {
        IEnumerator<T> source = elements.GetEnumerator();
        return new NamedErrors<T>(source);
    }
}
