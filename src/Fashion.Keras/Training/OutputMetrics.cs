using System.Collections;
using System.Runtime.CompilerServices;
using Fashion.Keras.Metrics;

namespace Fashion.Keras;

/// <summary>
/// The metrics of a model: a list (all for the only output, or one per output of several), or a dictionary of lists by
/// output name.
/// </summary>
[CollectionBuilder(typeof(OutputMetrics), nameof(Create))]
public sealed class OutputMetrics : IReadOnlyList<Metric>
{
    private readonly Metric[] _metrics;
    private readonly Dictionary<string, Metric[]>? _byName;

    private OutputMetrics(Metric[] metrics, Dictionary<string, Metric[]>? byName = null)
    {
        foreach (Metric metric in metrics) ArgumentNullException.ThrowIfNull(metric, nameof(metrics));
        _metrics = metrics;
        _byName = byName;
    }

    /// <summary>The metrics by output name, when they were given so.</summary>
    internal IReadOnlyDictionary<string, Metric[]>? ByName => _byName;

    /// <inheritdoc/>
    public int Count => _metrics.Length;

    /// <inheritdoc/>
    public Metric this[int index] => _metrics[index];

    /// <summary>Makes a list.</summary>
    /// <param name="metrics">The metrics in order.</param>
    public static OutputMetrics Create(ReadOnlySpan<Metric> metrics) => new(metrics.ToArray());

    /// <summary>Metrics in order.</summary>
    public static implicit operator OutputMetrics(Metric[] metrics) => Create(metrics);

    /// <summary>Metrics in order.</summary>
    public static implicit operator OutputMetrics(List<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new([.. metrics]);
    }

    /// <summary>Metrics in order, by Keras's names.</summary>
    public static implicit operator OutputMetrics(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. names.Select(n => (Metric)n)]);
    }

    /// <summary>Metrics by output name.</summary>
    public static implicit operator OutputMetrics(Dictionary<string, Metric[]> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new([.. metrics.Values.SelectMany(m => m)], metrics);
    }

    /// <summary>The metrics of every output, in the model's order.</summary>
    /// <exception cref="ArgumentException">Another number of metrics than outputs, or a name that no output has.</exception>
    internal Metric[][] ForOutputs(Training.ITrainable model)
    {
        IReadOnlyList<string> outputs = model.OutputNames;
        if (_byName is not null)
        {
            if (_byName.Keys.FirstOrDefault(n => !outputs.Contains(n)) is { } unknown)
                throw new ArgumentException($"Model '{model.Name}' has no output '{unknown}', for which metrics were given. Its outputs: {string.Join(", ", outputs)}.");
            return [.. outputs.Select(o => _byName.GetValueOrDefault(o) ?? [])];
        }
        if (outputs.Count == 1) return [_metrics];
        if (_metrics.Length != outputs.Count)
            throw new ArgumentException($"Model '{model.Name}' has {outputs.Count} outputs ({string.Join(", ", outputs)}), but {_metrics.Length} metrics were given. Give one per output, or a dictionary of lists by output name.");
        return [.. _metrics.Select(m => new[] { m })];
    }

    /// <inheritdoc/>
    public IEnumerator<Metric> GetEnumerator() => ((IEnumerable<Metric>)_metrics).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
