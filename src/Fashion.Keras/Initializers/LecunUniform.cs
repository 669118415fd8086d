using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Uniform in [-l, l] with l = sqrt(3 / fan in) (LeCun et al. 1998).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class LecunUniform(int? seed = null) : VarianceScaling(1, FanMode.FanIn, ScalingDistribution.Uniform, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
