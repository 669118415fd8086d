using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Resizes images, in training and prediction alike.</summary>
/// <remarks>
/// Input (batch, height, width, channels) with values of any range, output (batch, given height, given width, channels); no weights.
/// Pixel centres lie at half positions. Bilinear and bicubic blends repeat the border pixels outside; bicubic weights are those of
/// Keras on PyTorch (a = -0.75; -0.5 with antialias). Results are not rounded. Source:
/// keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing.
/// </remarks>
[KerasLayer]
public sealed partial class Resizing : Layer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="height">Height of the result in pixels, positive.</param>
    /// <param name="width">Width of the result in pixels, positive.</param>
    /// <param name="interpolation">How colours between pixels are found. <c>"bilinear"</c>, the default, <c>"nearest"</c>,
    /// <c>"bicubic"</c>, <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
    /// <param name="cropToAspectRatio">Whether the largest window in the middle with the result's ratio of sides is taken, instead of
    /// distorting the image.</param>
    /// <param name="padToAspectRatio">Whether the short sides get borders, instead of distorting the image.</param>
    /// <param name="fillMode">What the borders hold; only <see cref="FillMode.Constant"/>, as in Keras. Only <c>"constant"</c>, the
    /// default.</param>
    /// <param name="fillValue">Value of the borders.</param>
    /// <param name="antialias">Whether a reduction averages all pixels: smoother, without moire. Without effect for the nearest
    /// pixel.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A size is not positive, both ways to keep the ratio were asked for, or another fill
    /// mode.</exception>
    public Resizing(int height, int width, Choice<Interpolation> interpolation = default, bool cropToAspectRatio = false,
        bool padToAspectRatio = false,
        Choice<FillMode> fillMode = default, double fillValue = 0, bool antialias = false, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(name, inputShape)
    {
        if (cropToAspectRatio && padToAspectRatio)
            throw new ArgumentException("Resizing: cropToAspectRatio and padToAspectRatio exclude each other.",
                nameof(padToAspectRatio));
        if (fillMode.Or(FillMode.Constant) != FillMode.Constant)
            throw new ArgumentException($"Resizing: fillMode is '{fillMode}', but borders can only be 'constant'.", nameof(fillMode));
        Size = WindowRule.Pixels(height, width, nameof(Resizing));
        Interpolation = interpolation.Or(Interpolation.Bilinear);
        CropToAspectRatio = cropToAspectRatio;
        PadToAspectRatio = padToAspectRatio;
        FillValue = Guard.Number(fillValue, nameof(Resizing));
        Antialias = antialias;
        DataFormat = dataFormat.OrFirst();
    }

    /// <summary>Height and width of the result.</summary>
    public Size2D Size { get; }

    /// <summary>Whether a window with the result's ratio of sides is cut out first.</summary>
    public bool CropToAspectRatio { get; }

    /// <summary>Whether borders give the image the result's ratio of sides first.</summary>
    public bool PadToAspectRatio { get; }

    internal override bool TakesSingleImages => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) =>
        SingleImage.Shape(inputShape, images => SpatialInput.Resized(this, images, Size, DataFormat));

    /// <inheritdoc/>
    protected override SymbolicTensor Call(SymbolicTensor inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ComputeOutputShape(inputs.Shape);
        return SingleImage.Call(this, inputs, Resize)!;
    }

    private SymbolicTensor Resize(SymbolicTensor batch)
    {
        SymbolicTensor images = ChannelOrder.ToLast(batch, DataFormat);
        return ChannelOrder.FromLast(
            CropToAspectRatio ? ImageResizing.Fit(images, Size, Interpolation, Antialias)
            : PadToAspectRatio ? ImageResizing.FitPadded(images, Size, Interpolation, Antialias, (float)FillValue)
            : ImageResizing.Resize(images, Size, Interpolation, Antialias), DataFormat);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("height", Size.Height).Write("width", Size.Width).Write("interpolation", Interpolation)
            .Write("crop_to_aspect_ratio", CropToAspectRatio).Write("pad_to_aspect_ratio", PadToAspectRatio)
            .Write("fill_mode", "constant")
            .Write("fill_value", FillValue).Write("antialias", Antialias).Write("data_format", DataFormat);
    }
}
