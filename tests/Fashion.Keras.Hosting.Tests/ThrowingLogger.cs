using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Tests;

/// <summary>A logger whose every method throws.</summary>
internal sealed class ThrowingLogger : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => throw Error();

    public bool IsEnabled(LogLevel logLevel) => throw Error();

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => throw Error();

    private static InvalidOperationException Error() => new("the disk of the log is full");
}
