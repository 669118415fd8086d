using Fashion.Keras.Configuration;
using Fashion.Keras.Internal;

namespace Fashion.Keras.Initializers;

/// <summary>Uniform in [-l, l] with l = sqrt(6 / (fan in + fan out)): the default for kernels (Glorot and Bengio 2010).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class GlorotUniform(int? seed = null) : Initializer
{
    private readonly Random _random = new(seed ?? SeedSource.Next());

    /// <inheritdoc/>
    public override void Fill(Shape shape, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int receptive = shape.Rank > 2 ? shape[..^2].ElementCount : 1;
        double fans = shape.Rank switch { 0 => 2, 1 => 2.0 * shape[0], _ => (double)(shape[^2] + shape[^1]) * receptive };
        double limit = Math.Sqrt(6 / Math.Max(1, fans));
        for (int i = 0; i < values.Length; i++) values[i] = (float)((2 * _random.NextDouble() - 1) * limit);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config) => config.Write("seed", seed);
}
