namespace Fashion.Keras.Training;

/// <summary>
/// The compiled steps of a model, up to a number of bytes: those that were asked for longest ago are dropped. A step that runs
/// when it is dropped runs to its end. Not safe for threads; the model has a lock for it.
/// </summary>
internal sealed class StepCache
{
    private readonly Dictionary<StepKey, LinkedListNode<Entry>> _entries = [];

    // The one asked for last comes first.
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes, _compiled;

    /// <summary>The steps in the order in which they were compiled.</summary>
    public IEnumerable<(StepKey Key, CompiledStep Step)> Steps => _byUse.OrderBy(e => e.Number).Select(e => (e.Key, e.Step));

    /// <summary>Estimated size of all of them.</summary>
    public long Bytes => _bytes;

    public CompiledStep? Find(StepKey key)
    {
        if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? entry)) return null;
        if (_byUse.First != entry)
        {
            _byUse.Remove(entry);
            _byUse.AddFirst(entry);
        }
        return entry.Value.Step;
    }

    /// <summary>Adds a step and drops others until all fit; the new one always stays.</summary>
    public void Add(StepKey key, CompiledStep step, long mostBytes)
    {
        _entries[key] = _byUse.AddFirst(new Entry(key, step, _compiled++));
        _bytes += step.Executable.PlanBytes;
        while (_bytes > mostBytes && _byUse.Count > 1)
        {
            Entry oldest = _byUse.Last!.Value;
            _byUse.RemoveLast();
            _entries.Remove(oldest.Key);
            _bytes -= oldest.Step.Executable.PlanBytes;
        }
    }

    public void Clear()
    {
        _entries.Clear();
        _byUse.Clear();
        _bytes = 0;
    }

    private sealed record Entry(StepKey Key, CompiledStep Step, long Number);
}
