namespace Fashion.Keras.Plotting.Charts;

/// <summary>Counts of values in ranges of one width; what is not finite is left out.</summary>
internal sealed record WeightHistogram(double Low, double Step, int[] Counts)
{
    public static WeightHistogram Of(float[] values, int bins)
    {
        double[] finite = [.. values.Where(float.IsFinite).Select(v => (double)v)];
        double low = finite.Length > 0 ? finite.Min() : 0, high = finite.Length > 0 ? finite.Max() : 1;
        if (high <= low) (low, high) = (low - 0.5, high + 0.5);
        double step = (high - low) / bins;
        int[] counts = new int[bins];
        foreach (double v in finite) counts[Math.Min(bins - 1, (int)((v - low) / step))]++;
        return new WeightHistogram(low, step, counts);
    }
}
