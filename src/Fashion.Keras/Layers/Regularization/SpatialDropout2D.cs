using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Dropout of whole channels: a decision holds for all pixels of a channel of a sample.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output of the same shape; no weights. Source:
/// keras.io/api/layers/regularization_layers/spatial_dropout2d.
/// </remarks>
[KerasLayer]
public sealed partial class SpatialDropout2D : SpatialDropoutLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of the channels that is set to 0, in [0, 1].</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> lies outside [0, 1].</exception>
    public SpatialDropout2D(double rate, Choice<DataFormat> dataFormat = default, int? seed = null, Shape? inputShape = null,
        string? name = null)
        : base(2, rate, dataFormat.OrFirst(), seed, inputShape, name) => DataFormat = dataFormat.OrFirst();

    internal static SpatialDropout2D FromConfig(ConfigReader config) =>
        new(config.GetDouble("rate"), config.DataFormat(), config.GetIntOrNull("seed"), name: config.Name());
}
