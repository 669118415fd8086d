using Fashion.Keras.Internal;
using Fashion.Keras.Reporting;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Callbacks;

/// <summary>Lowers the learning rate when a value has stopped improving.</summary>
/// <remarks>
/// After <c>patience</c> epochs in a row without an improvement the learning rate becomes max(rate * factor, minLearningRate);
/// the next <c>cooldown</c> epochs are not counted. The rate that an epoch used goes into the logs, and so into the history,
/// as <c>learning_rate</c>. Not for models whose learning rate comes from a schedule.
/// </remarks>
/// <example><code>new ReduceLROnPlateau(monitor: "val_loss", factor: 0.2, patience: 5, minLearningRate: 0.001)</code></example>
public sealed class ReduceLROnPlateau : Callback
{
    private readonly MonitoredMetric _monitor;
    private readonly double _factor;
    private readonly int _patience;
    private readonly bool _verbose;
    private readonly int _cooldown;
    private readonly double _minLearningRate;
    private double? _best;
    private int _wait;
    private int _cooldownLeft;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">Name of the value: val_loss, val_accuracy, loss ...</param>
    /// <param name="factor">What the learning rate is multiplied by; below 1.</param>
    /// <param name="patience">Epochs in a row without an improvement after which it is lowered.</param>
    /// <param name="verbose">Whether to print when it is lowered: a truth value, or Keras's 0 and 1; null for not.</param>
    /// <param name="mode">Which direction is better. <c>"auto"</c>, the default, <c>"min"</c> or <c>"max"</c>.</param>
    /// <param name="minDelta">Smallest change that is an improvement.</param>
    /// <param name="cooldown">Epochs after a reduction that are not counted.</param>
    /// <param name="minLearningRate">The rate never goes below it (Keras's min_lr).</param>
    /// <exception cref="ArgumentException">A factor outside [0, 1), an empty name, or a negative count.</exception>
    public ReduceLROnPlateau(
        string monitor = "val_loss",
        double factor = 0.1,
        int patience = 10,
        VerbosityArgument? verbose = null,
        Choice<MonitorMode> mode = default,
        double minDelta = 1e-4,
        int cooldown = 0,
        double minLearningRate = 0)
    {
        if (factor is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor,
                FormattableString.Invariant(
                    $"ReduceLROnPlateau: factor must lie in [0, 1), not {factor}; a larger one would not reduce the learning rate."));
        _monitor = new MonitoredMetric(nameof(ReduceLROnPlateau), monitor, mode.OrFirst(), minDelta);
        _factor = factor;
        _patience = Guard.NotNegative(patience, nameof(ReduceLROnPlateau));
        _verbose = VerbosityArgument.Prints(verbose);
        _cooldown = Guard.NotNegative(cooldown, nameof(ReduceLROnPlateau));
        _minLearningRate = Guard.Finite(minLearningRate, nameof(ReduceLROnPlateau));
    }

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _monitor.Resolve(Trainer);
        _best = null;
        _wait = 0;
        _cooldownLeft = 0;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _monitor.Resolve(Trainer);
        logs["learning_rate"] = Optimizer.LearningRate;
        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn($"Learning rate reduction is conditioned on metric `{_monitor.Name}` which is not available. Available metrics are: " +
                $"{string.Join(",", logs.KeysAsSet)}.");
            return;
        }

        if (_cooldownLeft > 0)
        {
            _cooldownLeft--;
            _wait = 0;
        }
        if (_monitor.Improves(current, _best))
        {
            _best = current;
            _wait = 0;
        }
        else if (_cooldownLeft == 0 && ++_wait >= _patience) Reduce(epoch);
    }

    internal override void WriteState(KeptState state)
    {
        state.Write("best", _best);
        state.Write("wait", _wait);
        state.Write("cooldown", _cooldownLeft);
    }

    internal override Action ReadState(KeptState state)
    {
        (int wait, int cooldown) = (state.ReadCount("wait"), state.ReadCount("cooldown"));
        return () => (_best, _wait, _cooldownLeft) = (state.ReadNumber("best"), wait, cooldown);
    }

    private void Reduce(int epoch)
    {
        if (Optimizer.Schedule is { } schedule)
        {
            Warn($"ReduceLROnPlateau changes nothing: the learning rate comes from a {schedule.ClassName}.");
            return;
        }
        double rate = Optimizer.LearningRate;
        if ((float)rate <= (float)_minLearningRate) return;
        Optimizer.LearningRate = Math.Max(rate * _factor, _minLearningRate);
        if (_verbose)
            Print($"\nEpoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {PythonFormat.Repr(Optimizer.LearningRate)}.");
        _cooldownLeft = _cooldown;
        _wait = 0;
    }
}
