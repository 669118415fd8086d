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
}
