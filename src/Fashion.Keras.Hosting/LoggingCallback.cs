using System.Diagnostics;
using System.Globalization;
using Fashion.Keras.Callbacks;
using Fashion.Keras.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting;

/// <summary>Logs training and evaluation: their beginning and end, and the loss and the metrics of every epoch, as information.</summary>
/// <remarks>For all other output, set <see cref="ModelOptions.Output"/> to <see cref="LoggerOutputExtensions.AsTextWriter"/>, or
/// train with <see cref="Verbosity.Silent"/>.</remarks>
public sealed class LoggingCallback : Callback
{
    private readonly SafeLogger _logger;
    private long _start, _epochStart;
    private bool _training;

    /// <summary>Makes the callback.</summary>
    /// <param name="logger">Where to. An entry whose logging throws is lost; the training goes on.</param>
    public LoggingCallback(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _logger = SafeLogger.Of(logger);
    }

    /// <inheritdoc/>
    public override bool OnFirstRankOnly => true;

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        (_start, _training) = (Stopwatch.GetTimestamp(), true);
        TrainingLog.Begin(_logger, Model.Name, Parameters.Epochs);
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => _epochStart = Stopwatch.GetTimestamp();

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (_logger.IsEnabled(LogLevel.Information))
            TrainingLog.Epoch(_logger, epoch + 1, Parameters.Epochs, Model.Name, Seconds(_epochStart), Text(logs));
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        _training = false;
        TrainingLog.End(_logger, Model.Name, Seconds(_start));
    }

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!_training && _logger.IsEnabled(LogLevel.Information)) TrainingLog.Evaluated(_logger, Model.Name, Text(logs));
    }

    private static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private static string Text(Logs logs) =>
        string.Join(", ", logs.KeysAsSet.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {logs[name]:0.0000}")));
}
