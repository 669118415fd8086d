namespace Fashion.Keras.Layers;

/// <summary>Cuts the borders off sequences.</summary>
/// <remarks>
/// Input (batch, steps, channels), output the same with other sizes. No weights. Source:
/// keras.io/api/layers/reshaping_layers/cropping1d.
/// </remarks>
[KerasLayer]
public sealed partial class Cropping1D : BorderLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="cropping">Steps on either side; null for 1.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public Cropping1D(Margin1D? cropping = null, Shape? inputShape = null, string? name = null)
        : base([cropping ?? 1], crop: true, DataFormat.ChannelsLast, inputShape, name) => Cropping = cropping ?? 1;
}
