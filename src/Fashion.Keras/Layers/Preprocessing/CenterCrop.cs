using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Cuts a window out of the middle of images, in training and prediction alike.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, given height, given width, channels); no weights. Where an image is smaller
/// than the window in either direction, the largest window with the result's ratio of sides is resized, bilinear, instead.
/// Source: keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop.
/// </remarks>
[KerasLayer]
public sealed partial class CenterCrop : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the window in pixels, positive.</param>
    /// <param name="width">Width of the window in pixels, positive.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public CenterCrop(int height, int width, Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(name, inputShape)
    {
        Size = WindowRule.Pixels(height, width, nameof(CenterCrop));
        DataFormat = dataFormat.OrFirst();
    }

    /// <summary>Height and width of the window.</summary>
    public Size2D Size { get; }

    internal override bool TakesSingleImages => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) =>
        SingleImage.Shape(inputShape, images => SpatialInput.Resized(this, images, Size, DataFormat));

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return SingleImage.Call(this, inputs, Crop)!;
    }

    private SymbolicTensor Crop(SymbolicTensor batch)
    {
        SymbolicTensor images = ChannelOrder.ToLast(batch, DataFormat);
        int top = images.Shape[1] - Size.Height, left = images.Shape[2] - Size.Width;
        return ChannelOrder.FromLast(top < 0 || left < 0
            ? ImageResizing.Fit(images, Size, Interpolation.Bilinear)
            : ImageResizing.Cut(images, top / 2, left / 2, Size), DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("height", Size.Height).Write("width", Size.Width).Write("data_format", DataFormat);
    }
}
