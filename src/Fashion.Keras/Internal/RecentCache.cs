namespace Fashion.Keras.Internal;

/// <summary>
/// Compiled things, up to a number of bytes: those that were asked for longest ago are dropped. What runs when it is dropped
/// runs to its end. Not safe for threads; its owner has a lock for it.
/// </summary>
/// <param name="bytesOf">Estimated size of an item.</param>
internal sealed class RecentCache<TKey, TItem>(Func<TItem, long> bytesOf) where TKey : notnull where TItem : class
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];

    // The one asked for last comes first.
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes, _added;

    /// <summary>All items in the order in which they were added.</summary>
    public IEnumerable<(TKey Key, TItem Item)> Items => _byUse.OrderBy(e => e.Number).Select(e => (e.Key, e.Item));

    /// <summary>Estimated size of all of them.</summary>
    public long Bytes => _bytes;

    public TItem? Find(TKey key)
    {
        if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? entry)) return null;
        if (_byUse.First != entry)
        {
            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
        }
        return entry.Value.Item;
    }

    /// <summary>Adds an item and drops others until all fit; the new one always stays.</summary>
    public void Add(TKey key, TItem item, long mostBytes)
    {
        _entries[key] = _byUse.AddFirst(new Entry(key, item, _added++));
        _bytes += bytesOf(item);
        while (_bytes > mostBytes && _byUse.Count > 1)
        {
            Entry oldest = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _entries.Remove(oldest.Key);
            _bytes -= bytesOf(oldest.Item);
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _byUse.Clear();
        _bytes = 0;
    }

    private sealed record Entry(TKey Key, TItem Item, long Number);
}
