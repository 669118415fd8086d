using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Truncated normal of variance 2 / (fan in + fan out) (Glorot and Bengio 2010).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class GlorotNormal(int? seed = null) : VarianceScaling(1, FanMode.FanAvg, ScalingDistribution.TruncatedNormal, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
