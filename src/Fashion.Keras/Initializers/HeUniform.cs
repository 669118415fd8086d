using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Uniform in [-l, l] with l = sqrt(6 / fan in): for layers with relu (He et al. 2015).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class HeUniform(int? seed = null) : VarianceScaling(2, FanMode.FanIn, ScalingDistribution.Uniform, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
