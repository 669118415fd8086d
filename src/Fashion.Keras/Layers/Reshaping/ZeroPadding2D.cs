using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Surrounds images with zeros.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output the same with other sizes. No weights. Source:
/// keras.io/api/layers/reshaping_layers/zero_padding2d.
/// </remarks>
[KerasLayer]
public sealed partial class ZeroPadding2D : BorderLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="padding">Rows and columns on either side; null for 1.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public ZeroPadding2D(Margin2D? padding = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base([(padding ?? 1).Vertical, (padding ?? 1).Horizontal], crop: false, dataFormat.OrFirst(), inputShape, name) =>
        Padding = padding ?? 1;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("padding", Padding).Write("data_format", DataFormat);
    }
}
