namespace Fashion.Keras.Experiments;

/// <summary>Mean and spread of a value over runs.</summary>
/// <param name="Count">Number of runs.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">The standard deviation of the sample (divided by count - 1); NaN for a single run.</param>
/// <param name="Min">The smallest value.</param>
/// <param name="Max">The largest value.</param>
public sealed record Statistic(int Count, double Mean, double StandardDeviation, double Min, double Max)
{
    /// <summary>The statistic of some values.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException">No value.</exception>
    public static Statistic Of(params IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0) throw new ArgumentException("There is no mean of no values.", nameof(values));
        double mean = all.Average();
        double deviation = all.Length == 1 ? double.NaN : Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1));
        return new(all.Length, mean, deviation, all.Min(), all.Max());
    }

    /// <summary>The interval that holds the true mean with some confidence, by Student's t distribution; NaN for a single run.</summary>
    /// <param name="confidence">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is not between 0 and 1.</exception>
    public (double Lower, double Upper) Interval(double confidence = 0.95)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must be above 0 and below 1.");
        if (Count == 1) return (double.NaN, double.NaN);
        double half = StudentT.Quantile(0.5 + confidence / 2, Count - 1) * StandardDeviation / Math.Sqrt(Count);
        return (Mean - half, Mean + half);
    }
}
