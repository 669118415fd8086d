using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Takes the mean of every window, channel by channel.</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, new depth, new height, new width, channels); no weights. Padded cells
/// do not count: the divisor is the number of real cells. Source: keras.io/api/layers/pooling_layers/average_pooling3d.
/// </remarks>
[KerasLayer]
public sealed partial class AveragePooling3D : PoolingLayer
{
    /// <summary>Makes a pooling layer.</summary>
    /// <param name="poolSize">Depth, height and width of the window; one number for all.</param>
    /// <param name="strides">Step from one window to the next; null for the size of the window.</param>
    /// <param name="padding"><see cref="Padding.Valid"/> leaves out windows that reach over the border, <see cref="Padding.Same"/>
    /// keeps them. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the padding is causal.</exception>
    public AveragePooling3D(Size3D poolSize, Size3D? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(PoolKind.Average, poolSize.ToShape(), strides?.ToShape(), padding.OrFirst(), dataFormat.OrFirst(), inputShape, name) { }

    private AveragePooling3D(Shape poolSize, Shape? strides, Padding padding, DataFormat dataFormat, string? name)
        : base(PoolKind.Average, poolSize, strides, padding, dataFormat, null, name) { }

    internal static AveragePooling3D FromConfig(ConfigReader config) =>
        new(config.Sizes("pool_size", 3) ?? [2, 2, 2], config.Sizes("strides", 3), config.Padding(), config.DataFormat(),
            config.Name());
}
