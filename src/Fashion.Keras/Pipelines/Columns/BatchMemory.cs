using Fashion.Keras.Data;

namespace Fashion.Keras.Pipelines;

/// <summary>
/// Arrays of batches, lent to one batch after another: large ones are slow to make, for the garbage collector clears and frees
/// them one by one. Those who read batches give them back; what is not given back is garbage like any other.
/// </summary>
internal sealed class BatchMemory
{
    // More than a prefetched pipeline has under way would only lie idle.
    private const int MostIdle = 16;

    private readonly Lock _lock = new();
    private readonly List<Array> _idle = [];
    private List<Array> _lent = [];

    /// <summary>An array for the batch that is being made; what lies in it is not set.</summary>
    public Array Rent(ElementType type, int count)
    {
        Array array = Idle(type, count) ?? ArraySource.Allocate(type, count);
        _lent.Add(array);
        return array;
    }

    /// <summary>Ends the batch that is being made: its arrays.</summary>
    public IReadOnlyList<Array> TakeLent()
    {
        List<Array> lent = _lent;
        _lent = [];
        return lent;
    }

    /// <summary>Takes the arrays of a batch back that will not be read any more.</summary>
    public void Return(IReadOnlyList<Array> arrays)
    {
        lock (_lock)
        {
            foreach (Array array in arrays)
                if (_idle.Count < MostIdle) _idle.Add(array);
        }
    }

    private Array? Idle(ElementType type, int count)
    {
        lock (_lock)
        {
            // The one given back last is the likeliest to lie in a cache.
            int at = _idle.FindLastIndex(array => array.Length == count && ArraySource.TypeOf(array.GetType().GetElementType()!) == type);
            if (at < 0) return null;
            Array found = _idle[at];
            _idle.RemoveAt(at);
            return found;
        }
    }
}
