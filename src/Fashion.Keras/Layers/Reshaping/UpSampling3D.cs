using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Enlarges volumes by whole factors: every cell is repeated.</summary>
/// <remarks>
/// Input (batch, depth, height, width, channels), output (batch, depth * factor, height * factor, width * factor, channels). No
/// weights. Source: keras.io/api/layers/reshaping_layers/up_sampling3d.
/// </remarks>
[KerasLayer]
public sealed partial class UpSampling3D : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="size">Factors for depth, height and width, positive; one number for all, null for 2.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is not positive.</exception>
    public UpSampling3D(Size3D? size = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        Size = size ?? 2;
        WindowRule.Positive(Size.ToShape(), nameof(UpSampling3D), nameof(size));
        DataFormat = dataFormat.OrFirst();
    }

    internal static UpSampling3D FromConfig(ConfigReader config) =>
        new(config.Sizes("size", 3) is { } size ? (size[0], size[1], size[2]) : null, config.DataFormat(), name: config.Name());

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Named(() =>
        SpatialInput.InFormat(Repetition.ShapeOf(SpatialInput.ChannelsLast(this, inputShape, 3, DataFormat), Size.ToShape()),
            DataFormat));

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return ChannelOrder.FromLast(Repetition.Of(ChannelOrder.ToLast(inputs, DataFormat), Size.ToShape()), DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("size", Size.ToShape()).Write("data_format", DataFormat);
    }
}
