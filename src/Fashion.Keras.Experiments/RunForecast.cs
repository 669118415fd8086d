using System.Diagnostics;

namespace Fashion.Keras.Experiments;

/// <summary>How long the remaining runs will take, judged by the finished ones.</summary>
internal sealed class RunForecast(int parallel)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<double>> _seconds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Variant, int Seed), Stopwatch?> _open = [];

    public void Expect(string variant, int seed)
    {
        lock (_gate) _open[(variant, seed)] = null;
    }

    public void Began(string variant, int seed)
    {
        lock (_gate) _open[(variant, seed)] = Stopwatch.StartNew();
    }

    public void Took(StudyRun run)
    {
        lock (_gate)
        {
            _open.Remove((run.Variant, run.Seed));
            if (!_seconds.TryGetValue(run.Variant, out List<double>? seconds)) _seconds[run.Variant] = seconds = [];
            seconds.Add(run.Seconds);
        }
    }

    /// <summary>The time left; null before the first run has finished.</summary>
    public TimeSpan? Left()
    {
        lock (_gate)
        {
            if (_seconds.Count == 0) return null;
            double any = _seconds.Values.Average(v => v.Average());
            double work =
                _open.Sum(
                    run =>
                        Math.Max(0, (_seconds.TryGetValue(run.Key.Variant, out List<double>? own) ? own.Average() : any)
                            - (run.Value?.Elapsed.TotalSeconds ?? 0)));
            return TimeSpan.FromSeconds(work / Math.Max(1, Math.Min(parallel, _open.Count)));
        }
    }
}
