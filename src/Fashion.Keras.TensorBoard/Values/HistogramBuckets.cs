namespace Fashion.Keras.Events.Values;

/// <summary>Buckets of equal width between the smallest and the largest number, as TensorBoard's own summaries have them.</summary>
internal static class HistogramBuckets
{
    /// <summary>Left edge, right edge and count of each bucket. Numbers that are not finite are in none.</summary>
    /// <param name="values">The numbers. Without any, all is 0; if all are equal, the last bucket has them.</param>
    /// <param name="buckets">How many, positive.</param>
    /// <returns>(buckets, 3) in row order.</returns>
    public static double[] Of(ReadOnlySpan<float> values, int buckets)
    {
        var rows = new double[buckets * 3];
        double min = double.PositiveInfinity, max = double.NegativeInfinity;
        foreach (float value in values)
            if (float.IsFinite(value)) (min, max) = (Math.Min(min, value), Math.Max(max, value));
        if (min > max) return rows;
        double range = max - min;
        for (int i = 0; i < buckets; i++)
        {
            rows[i * 3] = min + range * i / buckets;
            rows[i * 3 + 1] = i == buckets - 1 ? max : min + range * (i + 1) / buckets;
        }
        foreach (float value in values)
            if (float.IsFinite(value)) rows[Bucket(value) * 3 + 2]++;
        return rows;

        int Bucket(float value) => range == 0 ? buckets - 1 : Math.Min((int)((value - min) / (range / buckets)), buckets - 1);
    }
}
