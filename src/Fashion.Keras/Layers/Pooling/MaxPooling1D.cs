using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Keeps the largest number of every window, channel by channel.</summary>
/// <remarks>
/// Input (batch, steps, channels), output (batch, new steps, channels); no weights. Padded cells never win.
/// Source: keras.io/api/layers/pooling_layers/max_pooling1d.
/// </remarks>
[KerasLayer]
public sealed partial class MaxPooling1D : PoolingLayer
{
    /// <summary>Makes a pooling layer.</summary>
    /// <param name="poolSize">Length of the window.</param>
    /// <param name="strides">Step from one window to the next; null for the size of the window.</param>
    /// <param name="padding"><see cref="Padding.Valid"/> leaves out windows that reach over the border, <see cref="Padding.Same"/>
    /// keeps them. <c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, or the padding is causal.</exception>
    public MaxPooling1D(int poolSize = 2, int? strides = null, Choice<Padding> padding = default,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(PoolKind.Max, [poolSize], strides is { } step ? [step] : null, padding.OrFirst(), dataFormat.OrFirst(), inputShape,
            name)
    { }

    private MaxPooling1D(Shape poolSize, Shape? strides, Padding padding, DataFormat dataFormat, string? name)
        : base(PoolKind.Max, poolSize, strides, padding, dataFormat, null, name) { }

    internal static MaxPooling1D FromConfig(ConfigReader config) =>
        new(config.Sizes("pool_size", 1) ?? [2], config.Sizes("strides", 1), config.Padding(), config.DataFormat(), config.Name());
}
