using System.Collections;
using System.Runtime.CompilerServices;
using Fashion.Keras.Metrics;

namespace Fashion.Keras;

/// <summary>
/// The metrics of a model: a list (all for the only output; with several outputs one entry per output, each a metric or a list of them),
/// or lists by output name: <c>new() { ["price"] = ["mae", "mse"] }</c>.
/// </summary>
[CollectionBuilder(typeof(OutputMetrics), nameof(Create))]
public sealed class OutputMetrics : IEnumerable<MetricList?>
{
    private readonly List<MetricList?> _lists;
    private readonly List<string>? _names;

    /// <summary>Makes settings without any metric; <see cref="this[string]"/> gives outputs theirs.</summary>
    public OutputMetrics() : this([], []) { }

    private OutputMetrics(IEnumerable<MetricList?> lists, IEnumerable<string>? names = null)
    {
        _lists = [.. lists];
        _names = names is null ? null : [.. names];
    }

    /// <summary>All metrics in order.</summary>
    internal IEnumerable<Metric> Flat => _lists.SelectMany(list => list ?? Enumerable.Empty<Metric>());

    /// <summary>The output names, when the metrics were given so.</summary>
    internal IReadOnlyList<string>? Names => _names;

    /// <summary>The metrics of an output.</summary>
    /// <param name="output">Name of the output.</param>
    /// <exception cref="InvalidOperationException">The metrics were given in order, not by name.</exception>
    public MetricList this[string output]
    {
        set
        {
            ArgumentNullException.ThrowIfNull(output);
            ArgumentNullException.ThrowIfNull(value);
            if (_names is null) throw new InvalidOperationException("The metrics were given in order, so none can be added by name.");
            int at = _names.IndexOf(output);
            if (at >= 0)
            {
                _lists[at] = value;
                return;
            }
            _names.Add(output);
            _lists.Add(value);
        }
    }

    /// <summary>Makes a list.</summary>
    /// <param name="metrics">The metrics in order; with several outputs one entry each, null for none.</param>
    public static OutputMetrics Create(ReadOnlySpan<MetricList?> metrics) => new(metrics.ToArray());

    /// <summary>Metrics in order.</summary>
    public static implicit operator OutputMetrics(Metric[] metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new(metrics.Select(m => (MetricList?)m));
    }

    /// <summary>Metrics in order.</summary>
    public static implicit operator OutputMetrics(List<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new(metrics.Select(m => (MetricList?)m));
    }

    /// <summary>Metrics in order, by Keras's names.</summary>
    public static implicit operator OutputMetrics(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new(names.Select(n => (MetricList?)n));
    }

    /// <summary>Metrics by output name.</summary>
    public static implicit operator OutputMetrics(Dictionary<string, Metric[]> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new(metrics.Values.Select(list => (MetricList?)list), metrics.Keys);
    }

    /// <summary>Metrics by output name, by Keras's names.</summary>
    public static implicit operator OutputMetrics(Dictionary<string, string[]> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new(metrics.Values.Select(list => (MetricList?)list), metrics.Keys);
    }

    /// <summary>The metrics of every output, in the model's order.</summary>
    /// <exception cref="ArgumentException">Another number of metrics than outputs, or a name that no output has.</exception>
    internal Metric[][] ForOutputs(Training.ITrainable model)
    {
        IReadOnlyList<string> outputs = model.OutputNames;
        if (_names is not null)
        {
            if (_names.FirstOrDefault(n => !outputs.Contains(n)) is { } unknown)
                throw new ArgumentException($"Model '{model.Name}' has no output '{unknown}', for which metrics were given. Its outputs: " +
                    $"{string.Join(", ", outputs)}.");
            return [.. outputs.Select(o => _names.IndexOf(o) is >= 0 and int at ? Of(_lists[at]) : [])];
        }
        if (outputs.Count == 1) return [[.. Flat]];
        if (_lists.Count != outputs.Count)
            throw new ArgumentException($"Model '{model.Name}' has {outputs.Count} outputs ({string.Join(", ", outputs)}), but " +
                $"{_lists.Count} metrics were given. Give one per output, a list per output, or lists by output name.");
        return [.. _lists.Select(Of)];
    }

    /// <inheritdoc/>
    public IEnumerator<MetricList?> GetEnumerator() => _lists.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Metric[] Of(MetricList? list) => list is null ? [] : [.. list];
}
