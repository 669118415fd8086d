using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Uniform random values between two limits.</summary>
/// <param name="minval">Lower limit.</param>
/// <param name="maxval">Upper limit.</param>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class RandomUniform(double minval = -0.05, double maxval = 0.05, int? seed = null) : Initializer
{
    private readonly Random _random = new(seed ?? SeedSource.Next());

    /// <summary>Lower limit.</summary>
    public double MinVal { get; } = Guard.Finite(minval, nameof(RandomUniform));

    /// <summary>Upper limit.</summary>
    public double MaxVal { get; } = Guard.Finite(maxval, nameof(RandomUniform));

    /// <summary>Seed that was given; null for a fresh one.</summary>
    public int? Seed { get; } = seed;

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        foreach (ref float value in values) value = (float)(MinVal + _random.NextDouble() * (MaxVal - MinVal));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("minval", MinVal).Write("maxval", MaxVal).Write("seed", Seed);
    }
}
