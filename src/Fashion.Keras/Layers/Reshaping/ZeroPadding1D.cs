using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Surrounds sequences with zeros.</summary>
/// <remarks>
/// Input (batch, steps, channels), output the same with other sizes. No weights. Source:
/// keras.io/api/layers/reshaping_layers/zero_padding1d.
/// </remarks>
[KerasLayer]
public sealed partial class ZeroPadding1D : BorderLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="padding">Steps on either side; null for 1.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is negative.</exception>
    public ZeroPadding1D(Margin1D? padding = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base([padding ?? 1], crop: false, dataFormat.OrFirst(), inputShape, name) => Padding = padding ?? 1;

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("padding", Shape.Create([Padding.Before, Padding.After]));
        // Keras learned this key late; the default needs none.
        if (DataFormat != DataFormat.ChannelsLast) config.Write("data_format", DataFormat);
    }
}
