using System.Diagnostics;

namespace Fashion.Keras.Distributed;

/// <summary>Looks at how long a rank has waited for the others: warns once per wait, and ends the job after a time-out.</summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan s_warning = TimeSpan.FromSeconds(60), s_look = TimeSpan.FromSeconds(0.25);
    private readonly Timer _timer;
    private readonly TimeSpan? _timeout;
    private readonly Action<string> _warn, _end;
    private long _since;
    private string _what = "";
    private bool _warned;

    /// <param name="timeout">After which time the job ends; null for never.</param>
    /// <param name="warn">Prints a warning.</param>
    /// <param name="end">Prints a message and ends the job.</param>
    public StallWatch(TimeSpan? timeout, Action<string> warn, Action<string> end)
    {
        (_timeout, _warn, _end) = (timeout, warn, end);
        _timer = new Timer(_ => Look(), null, s_look, s_look);
    }

    /// <summary>A wait begins.</summary>
    public long Begin(string what)
    {
        _what = what;
        long now = Stopwatch.GetTimestamp();
        Volatile.Write(ref _since, now);
        return now;
    }

    /// <summary>The wait is over.</summary>
    public void End()
    {
        Volatile.Write(ref _since, 0);
        _warned = false;
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long since = Volatile.Read(ref _since);
        if (since == 0) return;
        TimeSpan waited = Stopwatch.GetElapsedTime(since);
        string text = FormattableString.Invariant($"has waited {waited.TotalSeconds:0} s in {_what} for a rank that has not come");
        if (waited >= _timeout) _end(text);
        else if (waited >= s_warning && !_warned)
        {
            _warned = true;
            _warn(text + ". Fit and Evaluate are joint calls: every rank must make them.");
        }
    }
}
