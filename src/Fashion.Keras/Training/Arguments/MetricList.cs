using System.Collections;
using System.Runtime.CompilerServices;
using Fashion.Keras.Metrics;

namespace Fashion.Keras;

/// <summary>The metrics of one output: one (<c>"mae"</c>) or a list (<c>["mae", "mse"]</c>).</summary>
[CollectionBuilder(typeof(MetricList), nameof(Create))]
public sealed class MetricList : IEnumerable<Metric>
{
    private readonly Metric[] _metrics;

    private MetricList(Metric[] metrics)
    {
        foreach (Metric metric in metrics) ArgumentNullException.ThrowIfNull(metric, nameof(metrics));
        _metrics = metrics;
    }

    /// <summary>Makes a list.</summary>
    /// <param name="metrics">The metrics in order.</param>
    public static MetricList Create(ReadOnlySpan<Metric> metrics) => new(metrics.ToArray());

    /// <summary>One metric.</summary>
    public static implicit operator MetricList(Metric metric) => new([metric]);

    /// <summary>One metric, by Keras's name.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator MetricList(string name) => new([(Metric)name]);

    /// <summary>Metrics in order.</summary>
    public static implicit operator MetricList(Metric[] metrics) => Create(metrics);

    /// <summary>Metrics in order, by Keras's names.</summary>
    /// <exception cref="ArgumentException">Unknown name.</exception>
    public static implicit operator MetricList(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. names.Select(n => (Metric)n)]);
    }

    /// <inheritdoc/>
    public IEnumerator<Metric> GetEnumerator() => ((IEnumerable<Metric>)_metrics).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
