namespace Fashion.Keras.Layers;

/// <summary>Stretches the values of each image over the whole range, in training and prediction alike.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Each channel of each image: (x - least) / (most - least), as a share
/// of the range; a channel of one value stays as it is. With the channels first Keras takes least and most for each column of the
/// channels together, and so does this layer. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast.
/// </remarks>
[KerasLayer]
public sealed partial class AutoContrast : ImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The limits of the values are equal.</exception>
    public AutoContrast((double Low, double High)? valueRange = null, Choice<DataFormat> dataFormat = default, Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), inputShape, name) => ValueRange = ImageValues.Wide(valueRange, nameof(AutoContrast));

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) => Settle(images);

    private protected override SymbolicTensor Settle(SymbolicTensor images)
    {
        // Axes 1 and 2 of what came in.
        int[] axes = DataFormat == DataFormat.ChannelsLast ? [1, 2] : [3, 1];
        SymbolicTensor bytes = ImageValues.ToBytes(images, ValueRange), least = Ops.Min(bytes, axes, keepDimensions: true),
            range = Ops.Max(bytes, axes, keepDimensions: true) - least;
        SymbolicTensor isFlat = Ops.Equal(range, 0), scale = 255 / Ops.Where(isFlat, 1, range);
        return Ops.Where(isFlat, images, ImageValues.FromBytes(Ops.Clip(bytes * scale - least * scale, 0, 255), ValueRange));
    }
}
