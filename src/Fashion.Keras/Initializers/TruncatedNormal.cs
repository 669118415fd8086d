using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Normal random values, redrawn outside two standard deviations.</summary>
/// <param name="mean">Centre.</param>
/// <param name="stddev">Standard deviation, before values are redrawn.</param>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class TruncatedNormal(double mean = 0, double stddev = 0.05, int? seed = null) : Initializer
{
    private readonly Random _random = new(seed ?? SeedSource.Next());

    /// <summary>Centre.</summary>
    public double Mean { get; } = Guard.Finite(mean, nameof(TruncatedNormal));

    /// <summary>Standard deviation.</summary>
    public double StdDev { get; } = Guard.Finite(stddev, nameof(TruncatedNormal));

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        foreach (ref float value in values) value = (float)(Mean + StdDev * Normal.NextTruncated(_random));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("mean", Mean).Write("stddev", StdDev).Write("seed", Seed);
    }
}
