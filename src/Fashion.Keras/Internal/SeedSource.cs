namespace Fashion.Keras.Internal;

/// <summary>
/// Where seeds come from when none is given. <c>Utils.SetRandomSeed</c> makes everything drawn afterwards repeatable: the
/// one process-wide setting that Keras has too.
/// </summary>
internal static class SeedSource
{
    private static readonly Lock Gate = new();
    private static readonly AsyncLocal<Random?> Own = new();
#pragma warning disable RS0030 // Without a seed, runs differ.
    private static Random s_random = new();
#pragma warning restore RS0030

    public static void Set(int seed)
    {
        lock (Gate) s_random = new Random(seed);
    }

    public static int Next()
    {
        Random? own = Own.Value;
        lock (Gate) return (own ?? s_random).Next();
    }

    /// <summary>
    /// Seeds of a run of its own: what this thread, and what it starts or awaits, draws until the end of the scope follows from
    /// the seed, whatever other threads draw.
    /// </summary>
    public static Scope Use(int seed)
    {
        var scope = new Scope(Own.Value);
        Own.Value = new Random(seed);
        return scope;
    }

    /// <summary>One number of two; neighbouring numbers do not give neighbouring results (SplitMix64's finalizer).</summary>
    public static ulong Mix(ulong a, ulong b)
    {
        ulong x = unchecked(a * 0x9E3779B97F4A7C15UL + b + 0x632BE59BD9B4E019UL);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EBUL);
        return x ^ (x >> 31);
    }

    /// <summary>Ends a run of its own.</summary>
    public readonly struct Scope : IDisposable
    {
        private readonly Random? _outer;

        internal Scope(Random? outer) => _outer = outer;

        public void Dispose() => Own.Value = _outer;
    }
}
