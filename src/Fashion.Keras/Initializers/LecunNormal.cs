using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Truncated normal of variance 1 / fan in: for layers with selu (LeCun et al. 1998).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class LecunNormal(int? seed = null) : VarianceScaling(1, FanMode.FanIn, ScalingDistribution.TruncatedNormal, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
