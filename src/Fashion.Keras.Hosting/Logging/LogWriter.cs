using System.Text;
using Microsoft.Extensions.Logging;

namespace Fashion.Keras.Hosting.Logging;

/// <summary>Collects characters and logs them line by line; empty lines are left out. What is redrawn in place counts as a line.</summary>
internal sealed class LogWriter(SafeLogger logger, LogLevel level) : TextWriter
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_lock) Append(value);
    }

    public override void Write(string? value)
    {
        lock (_lock)
            foreach (char c in value ?? "") Append(c);
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            lock (_lock) End();
        base.Dispose(disposing);
    }

    private void Append(char value)
    {
        if (value is '\n' or '\r') End();
        else if (!char.IsControl(value)) _line.Append(value);
    }

    private void End()
    {
        string line = _line.ToString().Trim();
        _line.Clear();
        if (line.Length > 0) logger.Log(level, default, line, null, static (text, _) => text);
    }
}
