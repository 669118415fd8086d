using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Cuts the borders off volumes.</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output the same with other sizes. No weights. Source:
/// keras.io/api/layers/reshaping_layers/cropping3d.
/// </remarks>
[KerasLayer]
public sealed partial class Cropping3D : BorderLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="cropping">Planes, rows and columns on either side; null for 0.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public Cropping3D(Margin3D? cropping = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base([(cropping ?? 0).Depth, (cropping ?? 0).Vertical, (cropping ?? 0).Horizontal], crop: true, dataFormat.OrFirst(),
            inputShape,
            name) => Cropping = cropping ?? 0;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("cropping", Cropping).Write("data_format", DataFormat);
    }
}
