using System.Globalization;

namespace Fashion.Keras.Experiments;

/// <summary>
/// How much a variant differs from another one, seed by seed: for each seed that both have, the value of the variant minus that
/// of the baseline.
/// </summary>
/// <remarks>
/// The interval is that of Student's paired t: mean +- t(confidence, n - 1) * s / sqrt(n), n pairs, s the standard deviation of the
/// differences. It takes the differences for independent and about normal. It is not corrected for the number of
/// comparisons: of twenty intervals of 0.95 one is expected to miss by chance.
/// </remarks>
public sealed record PairedDifference
{
    internal PairedDifference(string variant, string baseline, string metric, IReadOnlyList<int> seeds, IReadOnlyList<double> values,
        double confidence)
    {
        (Variant, Baseline, Metric, Seeds, Values, Confidence) = (variant, baseline, metric, seeds, values, confidence);
        Statistic = Statistic.Of(values);
        (Lower, Upper) = Statistic.Interval(confidence);
    }

    /// <summary>The variant.</summary>
    public string Variant { get; }

    /// <summary>What it is compared with.</summary>
    public string Baseline { get; }

    /// <summary>Name of the value: accuracy, loss, seconds ...</summary>
    public string Metric { get; }

    /// <summary>The seeds that both have.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>Variant minus baseline, for each of <see cref="Seeds"/>.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>Mean and spread of the differences.</summary>
    public Statistic Statistic { get; }

    /// <summary>Mean of the differences.</summary>
    public double Mean => Statistic.Mean;

    /// <summary>Confidence of the interval.</summary>
    public double Confidence { get; }

    /// <summary>Lower end of the interval; NaN for a single pair.</summary>
    public double Lower { get; }

    /// <summary>Upper end of the interval; NaN for a single pair.</summary>
    public double Upper { get; }

    /// <summary>Whether the interval does not contain 0.</summary>
    public bool ExcludesZero => Lower > 0 || Upper < 0;

    /// <summary>The method in words, for reports.</summary>
    public string Method => string.Create(CultureInfo.InvariantCulture, $"paired by seed, Student's t with {Seeds.Count - 1} degrees of " +
        $"freedom, confidence {Confidence:0.##}, not corrected for several comparisons");

    /// <summary>As text: <c>0.3 - 0: accuracy +0.0021 [0.0003, 0.0039] (paired by seed ...)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Variant} - {Baseline}: {Metric} {Mean:+0.0000;-0.0000;0.0000} [{Lower:0.0000}, {Upper:0.0000}] ({Method})");
}
