using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Cuts a window out of images while training, at a random place that all images of a batch share.</summary>
/// <remarks>
/// Input (batch, height, width, channels), output (batch, given height, given width, channels); no weights. Outside of training the
/// largest window in the middle with the result's ratio of sides is taken and resized, bilinear. (Keras documents this, but 3.16
/// returns the images uncut, in another shape than it announces.) In training, images that are not larger than the window in both
/// directions are cut where Keras cuts them and resized to it. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop.
/// </remarks>
[KerasLayer]
public sealed partial class RandomCrop : RandomImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the window in pixels, positive.</param>
    /// <param name="width">Width of the window in pixels, positive.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive.</exception>
    public RandomCrop(int height, int width, int? seed = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name) => Size = WindowRule.Pixels(height, width, nameof(RandomCrop));

    /// <summary>Height and width of the window.</summary>
    public Size2D Size { get; }

    private protected override Shape ChangedShape(Shape images) => [images[0], Size.Height, Size.Width, images[3]];

    private protected override SymbolicTensor Settle(SymbolicTensor images) => ImageResizing.Fit(images, Size, Interpolation.Bilinear);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        Shape shape = images.Shape;
        if (shape[1] > Size.Height && shape[2] > Size.Width)
            return ImageSampling.Window(images, Start(shape[1] - Size.Height, context), Start(shape[2] - Size.Width, context), Size);
        (int top, int left, _) = AspectRatio.Window((shape[1], shape[2]), Size);
        return ImageResizing.Resize(ImageResizing.Cut(images, top, left, Size), Size, Interpolation.Bilinear);
    }

    // One of 0 to last, each as likely, (1, 1).
    private SymbolicTensor Start(int last, CallContext context) => Ops.Minimum(Ops.Floor(Draw(1, (0, last + 1.0), context)), last);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("height", Size.Height).Write("width", Size.Width);
    }
}
