namespace Fashion.Keras.Internal;

/// <summary>
/// Where seeds come from when none is given. <c>Utils.SetRandomSeed</c> makes everything drawn afterwards repeatable: the
/// one process-wide setting that Keras has too.
/// </summary>
internal static class SeedSource
{
    private static readonly Lock Gate = new();
    private static Random s_random = new();

    public static void Set(int seed)
    {
        lock (Gate) s_random = new Random(seed);
    }

    public static int Next()
    {
        lock (Gate) return s_random.Next();
    }

    /// <summary>One number of two; neighbouring numbers do not give neighbouring results (SplitMix64's finalizer).</summary>
    public static ulong Mix(ulong a, ulong b)
    {
        ulong x = unchecked(a * 0x9E3779B97F4A7C15UL + b + 0x632BE59BD9B4E019UL);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EBUL);
        return x ^ (x >> 31);
    }
}
