using System.Diagnostics;
using Fashion.Keras.Reporting;

namespace Fashion.Keras.Callbacks;

/// <summary>Tells a window, a page or a service how far training is: reports to an <see cref="IProgress{T}"/> at a bounded rate.</summary>
/// <remarks>
/// The end of every epoch is always reported. A <see cref="Progress{T}"/> made on the thread of a window calls its handler there.
/// </remarks>
/// <example><code>
/// var progress = new Progress&lt;FitProgress&gt;(p => bar.Value = p.Fraction);
/// await Task.Run(() => model.Fit(x, y, epochs: 10, verbose: Verbosity.Silent, callbacks: [new ProgressReporter(progress)]));
/// </code></example>
public sealed class ProgressReporter : Callback
{
    private readonly IProgress<FitProgress> _progress;
    private readonly TimeSpan _interval;
    private long _last;
    private int _epoch, _steps;
    private bool _inStep;

    /// <summary>Makes the callback.</summary>
    /// <param name="progress">Who is told.</param>
    /// <param name="interval">Least time between two reports within an epoch; null for 0.1 s.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public ProgressReporter(IProgress<FitProgress> progress, TimeSpan? interval = null)
    {
        ArgumentNullException.ThrowIfNull(progress);
        _interval = interval ?? TimeSpan.FromSeconds(0.1);
        ArgumentOutOfRangeException.ThrowIfLessThan(_interval, TimeSpan.Zero, nameof(interval));
        _progress = progress;
    }

    /// <inheritdoc/>
    public override bool OnFirstRankOnly => true;

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => (_epoch, _steps, _last) = (epoch, 0, Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => (_steps, _inStep) = (batch + 1, true);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!NeedsBatchLogs(batch)) return;
        _inStep = false;
        _last = Stopwatch.GetTimestamp();
        Report(logs, ended: false);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        Report(logs, ended: true);
    }

    internal override bool NeedsBatchLogs(int batch) => _inStep && Stopwatch.GetElapsedTime(_last) >= _interval;

    // Later callbacks may change the logs while the report is read elsewhere.
    private void Report(Logs logs, bool ended)
    {
        int? steps = Parameters.Steps > 0 ? Parameters.Steps : null;
        _progress.Report(new FitProgress(_epoch + 1, Parameters.Epochs, _steps, steps, new Dictionary<string, double>(logs), ended));
    }
}
