using Fashion.Keras.Internal;
using Fashion.Keras.Saving;

namespace Fashion.Keras.Callbacks;

/// <summary>Ends training when a value has stopped improving.</summary>
/// <remarks>
/// After every epoch: an improvement (strictly better, by more than <c>minDelta</c>) resets the count, anything else adds one
/// to it; once it has reached <c>patience</c> training stops. So patience 3 stops after the third epoch in a row without an
/// improvement, 0 and 1 mean the same, and the first epoch never stops training. With a <c>baseline</c> an improvement
/// resets the count only if it also beats the baseline. Missing values give a warning and count for nothing.
/// </remarks>
/// <example>
/// <code>model.Fit(x, y, epochs: 30, validationSplit: 0.1, callbacks: [new EarlyStopping(patience: 3, restoreBestWeights: true)]);</code>
/// </example>
public sealed class EarlyStopping : Callback
{
    private readonly MonitoredMetric _monitor;
    private readonly int _patience;
    private readonly bool _verbose;
    private readonly double? _baseline;
    private readonly bool _restoreBestWeights;
    private readonly int _startFromEpoch;
    private float[][]? _bestWeights;
    private int _wait;

    /// <summary>Makes the callback.</summary>
    /// <param name="monitor">Name of the value: val_loss, val_accuracy, loss ...</param>
    /// <param name="minDelta">Smallest change that is an improvement.</param>
    /// <param name="patience">Epochs in a row without an improvement after which training stops.</param>
    /// <param name="verbose">Whether to print when it stops or restores: a truth value, or Keras's 0 and 1; null for not.</param>
    /// <param name="mode">Which direction is better. <c>"auto"</c>, the default, <c>"min"</c> or <c>"max"</c>.</param>
    /// <param name="baseline">Value that an improvement must beat to reset the count; null for none.</param>
    /// <param name="restoreBestWeights">Whether the model gets the weights of the best epoch when training ends, by itself or not.</param>
    /// <param name="startFromEpoch">Epochs at the beginning that are not looked at.</param>
    /// <exception cref="ArgumentException">An empty name, or a negative count.</exception>
    public EarlyStopping(
        string monitor = "val_loss",
        double minDelta = 0,
        int patience = 0,
        VerbosityArgument? verbose = null,
        Choice<MonitorMode> mode = default,
        double? baseline = null,
        bool restoreBestWeights = false,
        int startFromEpoch = 0)
    {
        _monitor = new MonitoredMetric(nameof(EarlyStopping), monitor, mode.OrFirst(), minDelta);
        _patience = Guard.NotNegative(patience, nameof(EarlyStopping));
        _verbose = VerbosityArgument.Prints(verbose);
        _baseline = Guard.Number(baseline, nameof(EarlyStopping));
        _restoreBestWeights = restoreBestWeights;
        _startFromEpoch = Guard.NotNegative(startFromEpoch, nameof(EarlyStopping));
    }

    /// <summary>Index of the epoch after which it stopped training, from 0 as in Keras; 0 if it did not.</summary>
    public int StoppedEpoch { get; private set; }

    /// <summary>Index of the best epoch so far, from 0.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Best value so far; null before the first.</summary>
    public double? Best { get; private set; }

    /// <summary>Epochs since the last improvement.</summary>
    internal int Wait => _wait;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _monitor.Resolve(Trainer);
        _wait = 0;
        _bestWeights = null;
        StoppedEpoch = 0;
        BestEpoch = 0;
        Best = null;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        _monitor.Resolve(Trainer);
        if (!logs.TryGetValue(_monitor.Name, out double current))
        {
            Warn($"Early stopping conditioned on metric `{_monitor.Name}` which is not available. Available metrics are: " +
                $"{string.Join(",", logs.KeysAsSet)}");
            return;
        }
        if (epoch < _startFromEpoch) return;

        _wait++;
        if (_monitor.Improves(current, Best))
        {
            Best = current;
            BestEpoch = epoch;
            if (_restoreBestWeights) _bestWeights = [.. Trainer.Weights.Select(w => w.ToArray())];
            if (_baseline is null || _monitor.Improves(current, _baseline)) _wait = 0;
        }
        else if (_wait >= _patience && epoch > 0)
        {
            StoppedEpoch = epoch;
            Model.StopTraining = true;
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (_verbose && StoppedEpoch > 0) Print($"Epoch {StoppedEpoch + 1}: early stopping");
        if (_bestWeights is null) return;
        if (_verbose) Print($"Restoring model weights from the end of the best epoch: {BestEpoch + 1}.");
        // Together, so that no prediction of another thread mixes them with the others.
        using Graph.WeightGates.Held held = Trainer.EnterWeights(write: true);
        foreach ((Variable weight, float[] best) in Trainer.Weights.Zip(_bestWeights)) weight.Set(best);
    }

    internal override void WriteState(KeptState state)
    {
        state.Write("wait", _wait);
        state.Write("best", Best);
        state.Write("best_epoch", BestEpoch);
        state.Write("best_weights", _bestWeights);
    }

    internal override Action ReadState(KeptState state)
    {
        (int wait, int bestEpoch, float[][]? bestWeights) =
            (state.ReadCount("wait"), state.ReadCount("best_epoch"), state.ReadArrays("best_weights", Trainer.Weights));
        return () => (_wait, Best, BestEpoch, _bestWeights) = (wait, state.ReadNumber("best"), bestEpoch, bestWeights);
    }
}
