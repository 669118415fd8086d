using Fashion.Keras.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Serving;

/// <summary>What is logged of serving.</summary>
internal static partial class ServingLog
{
    [LoggerMessage(1, LogLevel.Information, "Model '{Name}' was loaded from {Path}")]
    public static partial void Loaded(SafeLogger logger, string name, string path);

    [LoggerMessage(2, LogLevel.Warning, "Model '{Name}' goes on as it is: {Path} cannot be used")]
    public static partial void NotReloaded(SafeLogger logger, string name, string path, Exception error);

    [LoggerMessage(3, LogLevel.Error, "Model '{Name}': the prediction of a sample failed")]
    public static partial void Failed(SafeLogger logger, string name, Exception error);
}
