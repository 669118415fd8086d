namespace Fashion.Keras.Layers;

/// <summary>The Einstein sums of attention over any axes, with the letters that Keras uses.</summary>
internal static class AttentionEquations
{
    /// <summary>A projection: some axes stay, some are summed over, some are new.</summary>
    /// <param name="kept">Axes of the input that the output has, too.</param>
    /// <param name="summed">Axes of the input that are summed over.</param>
    /// <param name="made">Axes that the kernel adds.</param>
    /// <param name="biasAxes">The letters of those.</param>
    public static string Projection(int kept, int summed, int made, out string biasAxes)
    {
        string stay = Letters(0, kept), gone = Letters(kept, summed);
        biasAxes = Letters(kept + summed, made);
        return $"{stay}{gone},{gone}{biasAxes}->{stay}{biasAxes}";
    }

    /// <summary>
    /// Scores of (key, query) and the weighted sums of (weights, value) for tensors (batch ..., attended ..., heads, length).
    /// </summary>
    /// <param name="rank">Their number of axes.</param>
    /// <param name="axes">The attended ones.</param>
    public static (string Scores, string Combine) Of(int rank, int[] axes)
    {
        string query = Letters(0, rank), fresh = Letters(rank, axes.Length);
        int next = 0;
        string value = string.Concat(query.Select((letter, axis) => axes.Contains(axis) ? fresh[next++] : letter));
        string weights =
            string.Concat(query[..^1].Where((_, axis) => !axes.Contains(axis)).Concat(axes.Select(axis => query[axis]))
                .Concat(axes.Select(axis => value[axis])));
        return ($"{value},{query}->{weights}", $"{weights},{value}->{query}");
    }

    private static string Letters(int first, int count) => string.Concat(Enumerable.Range(first, count).Select(i => (char)('a' + i)));
}
