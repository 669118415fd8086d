using Fashion.Keras.Serialization;

namespace Fashion.Keras.Initializers;

/// <summary>Truncated normal of variance 2 / fan in: for layers with relu (He et al. 2015).</summary>
/// <param name="seed">Seed; null draws a fresh one.</param>
/// <param name="inputAxes">Axes of the weight that count as inputs; null for the usual ones. Counts with <paramref name="outputAxes"/>
/// only.</param>
/// <param name="outputAxes">Axes of the weight that count as outputs; null for the usual ones.</param>
public sealed class HeNormal(int? seed = null, IReadOnlyList<int>? inputAxes = null, IReadOnlyList<int>? outputAxes = null)
    : VarianceScaling(2, FanMode.FanIn, ScalingDistribution.TruncatedNormal, seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Write("seed", Seed);
        WriteAxes(config);
    }
}
