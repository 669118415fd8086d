using System.Diagnostics;
using System.Globalization;

namespace Fashion.Keras.Reporting;

/// <summary>
/// Progress of a download. On a terminal a bar that is redrawn in place at a bounded rate; elsewhere one plain line at the
/// end. Silent when the writer is <see cref="TextWriter.Null"/>.
/// </summary>
internal sealed class TransferProgress(TextWriter? output, string what, long? total) : IDisposable
{
    private const int Cells = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly TextWriter _output = output ?? ConsoleOutput.ErrorWriter;
    private readonly bool _redraw = output is null && ConsoleOutput.IsErrorTerminal;
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _drawn;
    private long _bytes;

    /// <summary>Tells how many bytes are there by now.</summary>
    public void Report(long bytes)
    {
        _bytes = bytes;
        if (!_redraw || (_drawn != 0 && Stopwatch.GetElapsedTime(_drawn) < Interval)) return;
        _drawn = Stopwatch.GetTimestamp();
        _output.Write('\r' + Line());
        _output.Flush();
    }

    /// <summary>Ends the line.</summary>
    public void Dispose()
    {
        if (_bytes == 0) return;
        _output.WriteLine(_redraw ? '\r' + Line() : Line());
    }

    private string Line()
    {
        string size = Megabytes(_bytes);
        if (total is not > 0) return $"Downloading {what}: {size}";
        int done = (int)(Cells * Math.Min(_bytes, total.Value) / total.Value);
        string bar = new string('=', done) + new string('.', Cells - done);
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"Downloading {what} [{bar}] {size} of {Megabytes(total.Value)} - {seconds:0}s");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.0} MB");
}
