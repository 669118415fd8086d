using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Truncated normal of variance 2 / (fan in + fan out) (Glorot and Bengio 2010).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
/// <param name="inputAxes">Axes of the weight that count as inputs; null for the usual ones. Counts with <paramref name="outputAxes"/>
/// only.</param>
/// <param name="outputAxes">Axes of the weight that count as outputs; null for the usual ones.</param>
public sealed class GlorotNormal(int? seed = null, IReadOnlyList<int>? inputAxes = null, IReadOnlyList<int>? outputAxes = null)
    : VarianceScaling(1, FanMode.FanAvg, ScalingDistribution.TruncatedNormal, seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
        WriteAxes(config);
    }
}
