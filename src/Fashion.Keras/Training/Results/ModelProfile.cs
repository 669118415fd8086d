using Fashion.Keras.Reporting;

namespace Fashion.Keras;

/// <summary>
/// Where the time of a model goes: the steps of its compiled plans with their mean times. Measured only when
/// <see cref="ModelOptions.Profile"/> is set.
/// </summary>
public sealed class ModelProfile
{
    // What the estimate is printed for, and of which numbers it says what holds them back.
    private static readonly int[] MoreThreads = [4, 8, 16, 32, 64], Limited = [16, 64];

    private const int MostLimits = 5;

    private readonly ThreadEstimate _estimate;

    internal ModelProfile(string title, long bufferBytes, IReadOnlyList<ProfileEntry> entries)
    {
        Title = title;
        BufferBytes = bufferBytes;
        Entries = entries;
        _estimate = new ThreadEstimate(entries);
    }

    /// <summary>Which plan: what it does (train, test, predict), for which batch size.</summary>
    public string Title { get; }

    /// <summary>Bytes of the buffers of one running plan, weights not counted.</summary>
    public long BufferBytes { get; }

    /// <summary>The steps in the order in which they run.</summary>
    public IReadOnlyList<ProfileEntry> Entries { get; }

    /// <summary>Mean time of a whole run, in milliseconds.</summary>
    public double Milliseconds => Entries.Sum(e => e.Milliseconds + e.WaitMilliseconds);

    /// <summary>
    /// An estimate of the mean time of a whole run with another number of threads, each on a core of its own, from the measured times: a
    /// step is shared out to as many threads as it has <see cref="ProfileEntry.Parts"/>, barriers cost more with more threads, and
    /// memory limits what does not fit into caches. For the number of threads that was measured it is <see cref="Milliseconds"/>.
    /// </summary>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <returns>Milliseconds; 0 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public double EstimateMilliseconds(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return _estimate.Milliseconds(threads);
    }

    /// <summary>The steps as a table, and after it an estimate for 4 to 64 threads with the steps that gain least from them.</summary>
    public override string ToString() =>
        ProfileTable.Render(Title, BufferBytes,
            [.. Entries.Select(e => (e.Operation, e.Layer ?? "", e.Shapes, e.Milliseconds, e.WaitMilliseconds, e.GigaFlops))])
        + ThreadTable.RenderTimes(_estimate.Milliseconds(1), [.. MoreThreads.Select(n => (n, _estimate.Milliseconds(n)))])
        + string.Concat(Limited.Select(n => ThreadTable.RenderLimits(n, _estimate.Barriers, _estimate.Waits(n),
            [.. _estimate.Limits(n, MostLimits).Select(l => (l.Entry.Operation, l.Entry.Layer ?? "", l.Entry.Parts, l.Milliseconds))])));
}
