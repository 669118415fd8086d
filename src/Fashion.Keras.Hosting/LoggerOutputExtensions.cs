using Fashion.Keras.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting;

/// <summary>A logger as the place where a model prints.</summary>
public static class LoggerOutputExtensions
{
    /// <summary>A writer that logs every line: for <see cref="ModelOptions.Output"/>, so that progress lines, messages of callbacks and
    /// warnings become entries.</summary>
    /// <param name="logger">Where to. An entry whose logging throws is lost; the training goes on.</param>
    /// <param name="level">Of all entries.</param>
    public static TextWriter AsTextWriter(this ILogger logger, LogLevel level = LogLevel.Information)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return new LogWriter(SafeLogger.Of(logger), level);
    }
}
