namespace Fashion.Keras.Internal;

/// <summary>
/// Numbers for random draws that belong to one element of a stream: they follow from its number and that of the pass, so a layer
/// that is called on it draws the same on whichever thread it runs. One scope at a time on each thread.
/// </summary>
internal static class DrawScope
{
    [ThreadStatic] private static bool s_active;
    [ThreadStatic] private static ulong s_element;
    [ThreadStatic] private static uint s_draws;

    /// <summary>Runs something for an element of a pass.</summary>
    public static TResult Run<T, TResult>(Func<T, TResult> function, T element, long pass, long number)
    {
        (bool active, ulong outer, uint draws) = (s_active, s_element, s_draws);
        (s_active, s_element, s_draws) = (true, Mix((ulong)pass, (ulong)number), 0);
        try
        {
            return function(element);
        }
        finally
        {
            (s_active, s_element, s_draws) = (active, outer, draws);
        }
    }

    /// <summary>The number of the next draw; null outside of any scope.</summary>
    public static ulong? Next() => s_active ? Mix(s_element, s_draws++) : null;

    // Neighbouring numbers must not give neighbouring results (SplitMix64's finalizer).
    private static ulong Mix(ulong a, ulong b)
    {
        ulong x = unchecked(a * 0x9E3779B97F4A7C15UL + b + 0x632BE59BD9B4E019UL);
        x = unchecked((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL);
        x = unchecked((x ^ (x >> 27)) * 0x94D049BB133111EBUL);
        return x ^ (x >> 31);
    }
}
