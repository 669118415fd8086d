using Fashion.Keras.Internal;
using Fashion.Keras.Metrics;
using Fashion.Keras.Training;

namespace Fashion.Keras.Callbacks;

/// <summary>The value that a callback watches, and when it has improved (keras-contract 11.1).</summary>
/// <param name="owner">Class of the callback, for messages.</param>
/// <param name="name">Key in the logs.</param>
/// <param name="mode">Direction; auto is resolved with the model's metrics.</param>
/// <param name="minDelta">Smallest change that counts; its sign does not matter.</param>
internal sealed class MonitoredMetric(string owner, string name, MonitorMode mode, double minDelta = 0)
{
    private readonly double _minDelta = Math.Abs(Guard.Finite(minDelta, owner));
    private bool _resolved;
    private bool? _largerIsBetter = mode switch { MonitorMode.Min => false, MonitorMode.Max => true, _ => null };

    /// <summary>Key in the logs.</summary>
    public string Name { get; } = !string.IsNullOrEmpty(name)
        ? name
        : throw new ArgumentException($"{owner}: monitor must name a value of the logs, such as val_loss.", nameof(name));

    /// <summary>Decides the direction, if that is still open. The metrics are known once training runs, not before.</summary>
    /// <exception cref="ArgumentException">The model has no such metric, or the metric has no direction or several values.</exception>
    public void Resolve(Trainer trainer)
    {
        if (_resolved) return;
        string watched = Name.StartsWith("val_", StringComparison.Ordinal) ? Name["val_".Length..] : Name;
        // A callback that is driven by hand may have a model that was never compiled.
        if (!trainer.IsReady && (_largerIsBetter ??= watched == "loss" ? false : null) is not null) return;
        IStepProgram program = trainer.Program;
        Metric? metric = program.Metrics.FirstOrDefault(m => m.Name == watched)?.Metric;
        if (metric is { HasSeveralValues: true }) throw new ArgumentException(
            $"{owner}: '{Name}' has several values per epoch, one per class or threshold, of which none is the best. Watch a metric with " +
            $"one value, such as {metric.ClassName} with averaging or one threshold.");
        _largerIsBetter ??= watched == "loss" || program.LossNames.Contains(watched)
            ? false
            : metric?.LargerIsBetter ?? throw new ArgumentException(
            $"{owner}: cannot tell whether a larger or a smaller '{Name}' is better; the model reports " +
                $"{string.Join(", ", [.. program.LossNames, .. program.Metrics.Select(m => m.Name)])}. Pass mode: MonitorMode.Max or " +
                "MonitorMode.Min.");
        _resolved = true;
    }

    /// <summary>Whether a value beats the best so far; the first always does, NaN never.</summary>
    /// <remarks>Compared as float32, as Keras compares: 0.1 + 0.2 does not beat 0.3.</remarks>
    public bool Improves(double value, double? best)
    {
        if (best is not { } reference) return true;
        return _largerIsBetter == true ? (float)(value - _minDelta) > (float)reference : (float)(value + _minDelta) < (float)reference;
    }
}
