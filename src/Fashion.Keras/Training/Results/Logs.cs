using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Fashion.Keras.Metrics;

namespace Fashion.Keras;

/// <summary>
/// Named numbers that callbacks see: loss, metrics, val_... Enumerated in alphabetical order, as Keras shows them. A callback
/// may add values; later callbacks and the history see them.
/// </summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<Entry> _entries = [];

    /// <summary>
    /// A value by name. A metric with a value per class or threshold has their mean here, as in the progress bar; see <see cref="Vector"/>.
    /// </summary>
    /// <param name="key">loss, accuracy, val_loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public double this[string key]
    {
        get =>
            Find(key)?.Value ?? throw new KeyNotFoundException($"There is no '{key}' in the logs. There are: {string.Join(", ", Keys)}.");
        set
        {
            if (Find(key) is { } known) (known.Value, known.All) = (value, null);
            else _entries.Add(new Entry(key) { Value = value });
        }
    }

    /// <summary>All values by name: one per class or threshold of a metric that does not average them, else the one there is.</summary>
    /// <param name="key">f1_score, val_f1_score, loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public IReadOnlyList<double> Vector(string key) => Find(key)?.All ?? [this[key]];

    /// <summary>Sets the values of a metric that has several, or has one.</summary>
    internal void Set(string key, Metric metric)
    {
        this[key] = metric.Result();
        if (metric.HasSeveralValues) Find(key)!.All = [.. metric.ResultVector()];
    }

    /// <summary>Whether a name stands for several values.</summary>
    internal bool HasSeveral(string key) => Find(key)?.All is not null;

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

    /// <summary>Loss and first metric: <c>var (loss, accuracy) = model.TrainOnBatch(x, y);</c></summary>
    /// <param name="loss">The value that was set first.</param>
    /// <param name="metric">The second one.</param>
    /// <exception cref="InvalidOperationException">There are fewer values.</exception>
    public void Deconstruct(out double loss, out double metric) => (loss, metric) = (ValueAt(0, 2), ValueAt(1, 2));

    /// <summary>Loss and first two metrics.</summary>
    /// <param name="loss">The value that was set first.</param>
    /// <param name="metric1">The second one.</param>
    /// <param name="metric2">The third one.</param>
    /// <exception cref="InvalidOperationException">There are fewer values.</exception>
    public void Deconstruct(out double loss, out double metric1, out double metric2) =>
        (loss, metric1, metric2) = (ValueAt(0, 3), ValueAt(1, 3), ValueAt(2, 3));

    private double ValueAt(int index, int wanted) => wanted <= _entries.Count ? _entries[index].Value
        : throw new InvalidOperationException($"The logs have {string.Join(", ", KeysAsSet)} only; they cannot be taken apart into " +
            $"{wanted} values.");

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        Sorted().Select(e => KeyValuePair.Create(e.Key, e.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The values in the order in which they were set: <c>loss: 0.4821 - accuracy: 0.8713</c>.</summary>
    public override string ToString() =>
        string.Join(" - ", _entries.Select(entry => FormattableString.Invariant($"{entry.Key}: {entry.Value:G4}")));

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

        public IReadOnlyList<double>? All { get; set; }
    }
}
