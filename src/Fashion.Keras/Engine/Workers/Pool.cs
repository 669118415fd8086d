namespace Fashion.Keras.Engine;

/// <summary>Things that are not in use, for the next one that needs one; from any thread.</summary>
internal sealed class Pool<T> where T : class
{
    private readonly Lock _gate = new();
    private readonly List<T> _idle = [];

    /// <summary>One of them, the one given back last; null if there is none.</summary>
    public T? TryTake()
    {
        lock (_gate)
        {
            if (_idle.Count == 0) return null;
            T last = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return last;
        }
    }

    public void Add(T item)
    {
        lock (_gate) _idle.Add(item);
    }
}
