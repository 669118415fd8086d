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
        (s_active, s_element, s_draws) = (true, SeedSource.Mix((ulong)pass, (ulong)number), 0);
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
    public static ulong? Next() => s_active ? SeedSource.Mix(s_element, s_draws++) : null;
}
