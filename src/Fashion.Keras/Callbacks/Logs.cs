using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Fashion.Keras;

/// <summary>
/// Named numbers that callbacks see: loss, metrics, val_... Enumerated in alphabetical order, as Keras shows them. A callback
/// may add values; later callbacks and the history see them.
/// </summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly SortedDictionary<string, double> _values = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>A value by name.</summary>
    /// <param name="key">loss, accuracy, val_loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public double this[string key]
    {
        get => _values.TryGetValue(key, out double value) ? value : throw new KeyNotFoundException($"There is no '{key}' in the logs. There are: {string.Join(", ", _values.Keys)}.");
        set
        {
            if (!_values.ContainsKey(key)) _order.Add(key);
            _values[key] = value;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>The names in the order in which they were set: loss, then metrics in compile order, then val_ ones.</summary>
    public IReadOnlyList<string> KeysAsSet => _order;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
