using Fashion.Keras.Configuration;

namespace Fashion.Keras.Initializers;

/// <summary>Uniform in [-l, l] with l = sqrt(6 / (fan in + fan out)): the default for kernels (Glorot and Bengio 2010).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
public sealed class GlorotUniform(int? seed = null) : VarianceScaling(1, FanMode.FanAvg, ScalingDistribution.Uniform, seed)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
    }
}
