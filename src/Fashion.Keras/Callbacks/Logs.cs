using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fashion.Keras;

/// <summary>
/// Named numbers that callbacks see: loss, metrics, val_... Enumerated in alphabetical order, as Keras shows them. A callback
/// may add values; later callbacks and the history see them.
/// </summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<Entry> _entries = [];

    /// <summary>A value by name.</summary>
    /// <param name="key">loss, accuracy, val_loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public double this[string key]
    {
        get => Find(key)?.Value ?? throw new KeyNotFoundException($"There is no '{key}' in the logs. There are: {string.Join(", ", Keys)}.");
        set
        {
            if (Find(key) is { } known) known.Value = value;
            else _entries.Add(new Entry(key) { Value = value });
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => Sorted().Select(e => e.Key);

    /// <inheritdoc/>
    public IEnumerable<double> Values => Sorted().Select(e => e.Value);

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <summary>The names in the order in which they were set: loss, then metrics in compile order, then val_ ones.</summary>
    public IReadOnlyList<string> KeysAsSet => [.. _entries.Select(e => e.Key)];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Find(key) is not null;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        Entry? entry = Find(key);
        value = entry?.Value ?? 0;
        return entry is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => Sorted().Select(e => KeyValuePair.Create(e.Key, e.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // A handful of names, which few ask for in order: faster to walk than to keep sorted.
    private Entry? Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        foreach (Entry entry in _entries)
            if (entry.Key == key) return entry;
        return null;
    }

    private IEnumerable<Entry> Sorted() => _entries.OrderBy(e => e.Key, StringComparer.Ordinal);

    private sealed class Entry(string key)
    {
        public string Key { get; } = key;

        public double Value { get; set; }
    }
}
