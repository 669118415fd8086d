using Fashion.Keras.Graph;

namespace Fashion.Keras.Layers;

/// <summary>Enlarges images by whole factors.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, height * factor, width * factor, channels). No weights.
/// Blends take pixel centres at half positions; bilinear and bicubic ones repeat the border pixels outside.
/// Source: keras.io/api/layers/reshaping_layers/up_sampling2d.
/// </remarks>
[KerasLayer]
public sealed partial class UpSampling2D : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="size">Factors for height and width, positive; one number for both, null for 2.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"nearest"</c>, the default, <c>"bilinear"</c>,
    /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    public UpSampling2D(Size2D? size = null, Choice<DataFormat> dataFormat = default, Choice<Interpolation> interpolation = default,
        Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        Size = size ?? 2;
        WindowRule.Positive(Size.ToShape(), nameof(UpSampling2D), nameof(size));
        DataFormat = dataFormat.OrFirst();
        Interpolation = interpolation.OrFirst();
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => Named(() => OutputShape(inputShape));

    private Shape OutputShape(Shape inputShape)
    {
        Shape image = SpatialInput.ChannelsLast(this, inputShape, 2, DataFormat);
        return SpatialInput.InFormat(Repetition.ShapeOf(image, Size.ToShape()), DataFormat);
    }

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SymbolicTensor x = ChannelOrder.ToLast(inputs, DataFormat);
        return ChannelOrder.FromLast(Interpolation == Interpolation.Nearest
            ? Repetition.Of(x, Size.ToShape())
            : ImageResizing.Resize(x, (x.Shape[1] * Size.Height, x.Shape[2] * Size.Width), Interpolation), DataFormat);
    }
}
