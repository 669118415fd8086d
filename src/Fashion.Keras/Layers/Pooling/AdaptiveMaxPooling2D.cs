using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Keeps largest numbers so that images get a given size, whatever their own.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, outputSize..., channels); no weights. The windows are those of
/// <see cref="AdaptivePoolingLayer"/>. Source: keras.io/api/layers/pooling_layers/adaptive_max_pooling2d.
/// </remarks>
[KerasLayer]
public sealed partial class AdaptiveMaxPooling2D : AdaptivePoolingLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="outputSize">Height and width of the output; one number for both.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public AdaptiveMaxPooling2D(Size2D outputSize, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base(PoolKind.Max, outputSize.ToShape(), dataFormat.OrFirst(), inputShape, name) { }

    private AdaptiveMaxPooling2D(Shape outputSize, DataFormat dataFormat, string? name)
        : base(PoolKind.Max, outputSize, dataFormat, null, name) { }

    internal static AdaptiveMaxPooling2D FromConfig(ConfigReader config) =>
        new(config.Sizes("output_size", 2) ?? throw config.Wrong("output_size", "2 whole number(s)"), config.DataFormat(),
            config.Name());
}
