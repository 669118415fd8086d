namespace Fashion.Keras.Layers;

/// <summary>Dropout of whole channels: a decision holds for all steps of a channel of a sample.</summary>
/// <remarks>
/// Input (batch, steps, channels), output of the same shape; no weights. Source:
/// keras.io/api/layers/regularization_layers/spatial_dropout1d.
/// </remarks>
[KerasLayer]
public sealed partial class SpatialDropout1D : SpatialDropoutLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">Share of the channels that is set to 0, in [0, 1].</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> lies outside [0, 1].</exception>
    public SpatialDropout1D(double rate, int? seed = null, Shape? inputShape = null, string? name = null)
        : base(1, rate, DataFormat.ChannelsLast, seed, inputShape, name) { }
}
