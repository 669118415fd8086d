using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Truncated normal of variance 2 / fan in: for layers with relu (He et al. 2015).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class HeNormal(int? seed = null) : VarianceScaling(2, FanMode.FanIn, ScalingDistribution.TruncatedNormal, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
