namespace Fashion.Keras;

/// <summary>
/// How long a plan would take with another number of threads than it was measured with. The calling thread has the largest share of every
/// step, so a step's time is that of so many of its parts; what threads wait for each other, and memory, have the prices below. Everything
/// else is taken to stay as it is, above all: each thread has a core of its own, all run at one speed however many work, and what a
/// step reads comes as quickly from the cache of another core as it did when it was measured.
/// </summary>
/// <param name="entries">The steps, measured.</param>
internal sealed class ThreadEstimate(IReadOnlyList<ProfileEntry> entries)
{
    /// <summary>
    /// A barrier counts arrivals in one word, which goes from core to core: 50 ns each, between the 25 ns of cores that share a cache and
    /// the 100 ns of others that server processors of 2020 to 2025 are measured to take; then the last arrival reaches all, and their
    /// loops see it.
    /// </summary>
    public const double MillisecondsPerBarrier = 0.0002, MillisecondsPerArrival = 0.00005;

    /// <summary>
    /// A processor with eight channels of DDR4-3200 moves at most 205 thousand million bytes a second, and loops reach four fifths of that.
    /// </summary>
    public const double BytesPerMillisecond = 160e6;

    /// <summary>Per thread, what a core has in its own and its part of the shared cache: 4 MiB, as with 32 MiB for eight cores.</summary>
    public const double CacheBytesPerThread = 4 << 20;

    /// <summary>Barriers in a run of several threads.</summary>
    public int Barriers => entries.Count(e => e.IsAfterBarrier);

    /// <summary>Milliseconds of a whole run.</summary>
    public double Milliseconds(int threads) => Steps(threads).Sum() + Waits(threads);

    /// <summary>Milliseconds of each step, without waiting.</summary>
    public IReadOnlyList<double> Steps(int threads) => [.. entries.Select(e => Step(e, threads))];

    /// <summary>Milliseconds that the calling thread waits for others, barriers included.</summary>
    public double Waits(int threads)
    {
        double sum = 0, measured = 0, estimated = 0;
        foreach (ProfileEntry entry in entries)
        {
            if (entry.IsAfterBarrier)
            {
                sum += Wait(entry, threads, measured == 0 ? 1 : estimated / measured);
                measured = estimated = 0;
            }
            measured += entry.Milliseconds;
            estimated += Step(entry, threads);
        }
        return sum;
    }

    /// <summary>The steps that lose most against an equal share for every thread, the worst one first, with their milliseconds.</summary>
    /// <param name="threads">How many threads.</param>
    /// <param name="most">How many steps at most.</param>
    public IReadOnlyList<(ProfileEntry Entry, double Milliseconds)> Limits(int threads, int most) =>
        [.. entries.Select(e => (Entry: e, Milliseconds: Step(e, threads), Lost: Step(e, threads) - Step(e, 1) / threads))
            .Where(e => e.Lost > 0).OrderByDescending(e => e.Lost).Take(most).Select(e => (e.Entry, e.Milliseconds))];

    // The part of the calling thread, or what memory takes; never more than was measured because of memory alone, for then the
    // bytes come from caches or are not all touched.
    private static double Step(ProfileEntry entry, int threads)
    {
        double shared = entry.Milliseconds * Share(entry.Parts, threads) / Share(entry.Parts, entry.Threads);
        double memory = Math.Max(0, entry.Bytes - threads * CacheBytesPerThread) / BytesPerMillisecond;
        return Math.Max(shared, Math.Min(memory, entry.Milliseconds));
    }

    // Parts of the thread that has most of them.
    private static double Share(int parts, int threads) => ((long)parts + threads - 1) / threads;

    // Waiting beyond the price of the barrier comes from shares of unequal length, and shrinks or grows as they do.
    private static double Wait(ProfileEntry entry, int threads, double work)
    {
        if (threads == 1) return 0;
        double paid = Math.Min(entry.WaitMilliseconds, Barrier(entry.Threads));
        return Math.Max(0, Barrier(threads) - Barrier(entry.Threads) + paid) + (entry.WaitMilliseconds - paid) * work;
    }

    private static double Barrier(int threads) => threads == 1 ? 0 : MillisecondsPerBarrier + MillisecondsPerArrival * threads;
}
