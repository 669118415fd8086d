using Fashion.Keras.Callbacks;
using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>What a Fit recorded: every logged value, epoch by epoch.</summary>
public sealed class History : Callback
{
    private readonly SortedDictionary<string, List<double>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<IReadOnlyList<double>>> _vectors = new(StringComparer.Ordinal);
    private readonly List<int> _epochs = [];

    // Which epochs had a value: a validation now and then gives fewer.
    private readonly Dictionary<string, List<int>> _rows = new(StringComparer.Ordinal);

    /// <summary>Indices of the epochs that ran, from 0 (or Fit's initial epoch).</summary>
    public IReadOnlyList<int> Epochs => _epochs;

    /// <summary>Names of the recorded values in alphabetical order: accuracy, loss, val_accuracy ...</summary>
    public IReadOnlyCollection<string> Keys => _values.Keys;

    /// <summary>A value over the epochs. Values that not every epoch had (a validation now and then) have fewer entries.</summary>
    /// <param name="key">loss, accuracy, val_loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public IReadOnlyList<double> this[string key] => _values.TryGetValue(key, out List<double>? values) ? values
        : throw new KeyNotFoundException($"The history has no '{key}'. It has: {string.Join(", ", _values.Keys)}.");

    /// <summary>
    /// All values over the epochs: one per class or threshold of a metric that does not average them, else the one there is.
    /// </summary>
    /// <param name="key">f1_score, val_f1_score, loss ...</param>
    /// <exception cref="KeyNotFoundException">No such value; the message lists those there are.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Vectors(string key) =>
        _vectors.TryGetValue(key, out List<IReadOnlyList<double>>? vectors) ? vectors : [.. this[key].Select(v => (double[])[v])];

    /// <summary>Whether a value was recorded.</summary>
    /// <param name="key">loss, accuracy, val_loss ...</param>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <summary>The values as a table: one line per epoch, counted from 1, one column per value, four decimals.</summary>
    public override string ToString() =>
        HistoryTable.Of(_epochs,
            [.. _values.Select(column => (column.Key, (IReadOnlyList<int>)_rows[column.Key], (IReadOnlyList<double>)column.Value))]);

    /// <summary>The epochs that have a value, one for each entry of <see cref="this"/>.</summary>
    internal IReadOnlyList<int> EpochsOf(string key) => [.. _rows[key].Select(row => _epochs[row])];

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _epochs.Add(epoch);
        foreach (var (key, value) in logs)
        {
            if (!_values.TryGetValue(key, out List<double>? values)) _values[key] = values = [];
            values.Add(value);
            if (!_rows.TryGetValue(key, out List<int>? rows)) _rows[key] = rows = [];
            rows.Add(_epochs.Count - 1);
            if (!logs.HasSeveral(key)) continue;
            if (!_vectors.TryGetValue(key, out List<IReadOnlyList<double>>? vectors)) _vectors[key] = vectors = [];
            vectors.Add(logs.Vector(key));
        }
    }
}
