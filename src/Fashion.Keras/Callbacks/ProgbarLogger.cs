using Fashion.Keras.Reporting;

namespace Fashion.Keras.Callbacks;

/// <summary>
/// Prints the progress of Fit, Evaluate and Predict. One is always there, after all other callbacks; pass your own to choose
/// its look or where it writes.
/// </summary>
/// <remarks>
/// On a terminal the bar is redrawn in place, at most every 0.05 s. Redirected output gets one plain line per epoch. The
/// validation within Fit prints nothing of its own: its values are part of the epoch's last update.
/// </remarks>
/// <example><code>model.Fit(x, y, epochs: 5, callbacks: [new ProgbarLogger(ProgressStyle.Keras3)]);</code></example>
public sealed class ProgbarLogger : Callback
{
    private readonly ProgressStyle _style;
    private readonly TextWriter? _output;
    private readonly TimeProvider _clock;
    private readonly ProgressDisplay? _display;
    private ProgressBar? _bar;
    private bool _training;

    // Where the number of steps is not known, the first epoch tells it.
    private int? _counted;

    /// <summary>Makes the callback.</summary>
    /// <param name="style">Its look.</param>
    /// <param name="output">Where it writes; null for the console.</param>
    public ProgbarLogger(ProgressStyle style = ProgressStyle.Classic, TextWriter? output = null)
        : this(style, output, TimeProvider.System, null) { }

    internal ProgbarLogger(ProgressStyle style, TextWriter? output, TimeProvider clock, ProgressDisplay? display)
    {
        _style = style;
        _output = output;
        _clock = clock;
        _display = display;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin() => (_training, _counted) = (true, null);

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => _training = false;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (Parameters.Verbose != Verbosity.Silent && Parameters.Epochs > 1)
            (_output ?? Output).Write(FormattableString.Invariant($"Epoch {epoch + 1}/{Parameters.Epochs}\n"));
        Start();
    }

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => ShowProgress(batch, logs);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => Finish(logs);

    /// <inheritdoc/>
    public override void OnTestBegin()
    {
        if (!_training) Start();
    }

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs)
    {
        if (!_training) ShowProgress(batch, logs);
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        if (!_training) Finish(logs);
    }

    /// <inheritdoc/>
    public override void OnPredictBegin() => Start();

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch) => ShowProgress(batch, null);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Finish(null);

    internal override bool NeedsBatchLogs(int batch) => Parameters.Verbose != Verbosity.Silent && _bar is { } bar && IsWanted(bar, batch);

    private void Start() => _bar = new ProgressBar(Parameters.Steps > 0 ? Parameters.Steps : _training ? _counted : null, _clock)
    {
        Style = _style,
        Verbosity = Parameters.Verbose,
        Averaged = [],
        Output = _output ?? Output,
        Display = _display,
    };

    // The first step starts the estimate of the time per step; without a target the last one tells how many there were.
    private static bool IsWanted(ProgressBar bar, int batch) => batch == 0 || bar.Target is null || bar.IsDue;

    private void ShowProgress(int batch, Logs? logs)
    {
        if (_bar is { } bar && IsWanted(bar, batch)) bar.Update(batch + 1, Values(logs), final: false);
    }

    private void Finish(Logs? logs)
    {
        if (_training && Parameters.Steps == 0 && _bar is not null) _counted ??= _bar.Seen;
        _bar?.Update(_bar.Target ?? _bar.Seen, Values(logs), final: true);
        _bar = null;
    }

    private (string, double)[] Values(Logs? logs) => logs is null ? [] : [.. Ordered(logs).Select(name => (name, logs[name]))];

    private IEnumerable<string> Ordered(Logs logs) => _style == ProgressStyle.Classic ? logs.KeysAsSet : logs.Keys;
}
