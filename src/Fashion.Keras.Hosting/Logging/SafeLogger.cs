using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Logging;

#pragma warning disable CA1031 // The purpose of this class: a logger may throw anything.

/// <summary>
/// A logger of the user's that may throw, for example because the disk of the log is full: the entry is lost, and neither a service nor a
/// training ends. Everything here that logs takes a logger of this type.
/// </summary>
internal sealed class SafeLogger : ILogger
{
    private readonly ILogger _inner;

    private SafeLogger(ILogger inner) => _inner = inner;

    /// <summary>Wraps a logger.</summary>
    public static SafeLogger Of(ILogger logger) => logger as SafeLogger ?? new SafeLogger(logger);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        try
        {
            return _inner.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        try
        {
            _inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception) { }
    }
}
