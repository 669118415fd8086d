using System.Collections;

namespace Fashion.Keras.Pipelines;

/// <summary>A user's enumerator, whose exceptions are told the number of the element.</summary>
internal sealed class NamedErrors<T>(IEnumerator<T> source) : IEnumerator<T>
{
    private long _next;

    public T Current => source.Current;

    object? IEnumerator.Current => Current;

    public bool MoveNext()
    {
        try
        {
            bool moved = source.MoveNext();
            _next++;
            return moved;
        }
        catch (Exception e)
        {
            SampleError.Name(e, _next);
            throw;
        }
    }

    public void Reset() => throw new NotSupportedException("A pass over a dataset cannot be reset; begin another one.");

    public void Dispose() => source.Dispose();
}
