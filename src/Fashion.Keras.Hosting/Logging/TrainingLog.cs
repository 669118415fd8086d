using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Logging;

/// <summary>What is logged of training.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(10, LogLevel.Information, "Training of '{Name}' begins: {Epochs} epochs")]
    public static partial void Begin(SafeLogger logger, string name, int epochs);

    [LoggerMessage(11, LogLevel.Information, "Epoch {Epoch}/{Epochs} of '{Name}' took {Seconds:0.0} s: {Values}")]
    public static partial void Epoch(SafeLogger logger, int epoch, int epochs, string name, double seconds, string values);

    [LoggerMessage(12, LogLevel.Information, "Training of '{Name}' ends after {Seconds:0.0} s")]
    public static partial void End(SafeLogger logger, string name, double seconds);

    [LoggerMessage(13, LogLevel.Information, "Evaluation of '{Name}': {Values}")]
    public static partial void Evaluated(SafeLogger logger, string name, string values);
}
