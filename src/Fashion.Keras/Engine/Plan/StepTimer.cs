using System.Diagnostics;

namespace Fashion.Keras.Engine;

/// <summary>Times of the steps of one plan on the calling thread, added up over all of its runs.</summary>
/// <param name="steps">The steps.</param>
/// <param name="barriers">Before which of them several workers wait for each other.</param>
/// <param name="workers">How many workers the plan has.</param>
internal sealed class StepTimer(IReadOnlyList<PlanStep> steps, IReadOnlyList<bool> barriers, int workers)
{
    private readonly long[] _waits = new long[steps.Count];
    private readonly long[] _ticks = new long[steps.Count];
    private long _runs;

    public void Add(int step, long wait, long ticks)
    {
        Interlocked.Add(ref _waits[step], wait);
        Interlocked.Add(ref _ticks[step], ticks);
    }

    public void AddRun() => Interlocked.Increment(ref _runs);

    /// <summary>Means per run.</summary>
    public IReadOnlyList<ProfileEntry> Entries()
    {
        long runs = Volatile.Read(ref _runs);
        if (runs == 0) return [];
        double unit = 1e3 / Stopwatch.Frequency / runs;
        return [.. steps.Select((step, i) =>
        {
            double milliseconds = _ticks[i] * unit;
            double rate = step.Flops == 0 || milliseconds == 0 ? 0 : step.Flops / milliseconds / 1e6;
            return new ProfileEntry(step.Info.Operation, step.Info.Scope, step.Info.Shapes, runs, milliseconds, _waits[i] * unit, rate)
            {
                Threads = workers,
                Parts = step.Parts,
                Bytes = step.Bytes,
                IsAfterBarrier = barriers[i],
            };
        })];
    }
}
