using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>
/// Spreads the values of images by how frequent they are in the surroundings, in training and prediction alike (CLAHE).
/// </summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Images, brought to 0 to 255, are divided into tiles, the last ones
/// completed by mirrored pixels. For each tile and channel values are counted, what exceeds the limit is distributed over all values,
/// and the share of pixels up to a value is its new value; between the middles of tiles results are blended. No gradient. The counts of
/// a batch take batch * tiles * channels * 256 numbers, at most 16,777,216. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/contrast_limited_adaptive_histogram_equalization.
/// </remarks>
[KerasLayer]
public sealed partial class ContrastLimitedAdaptiveHistogramEqualization : ImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="clipLimit">How many times its even share a value may count in a tile; 0 or less for no limit. The count is rounded
    /// down, as in Keras on PyTorch.</param>
    /// <param name="tileGridSize">Number of tiles down and across; null for 8.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A number of tiles is not positive, or the limits of the values are equal.</exception>
    public ContrastLimitedAdaptiveHistogramEqualization((double Low, double High)? valueRange = null, double clipLimit = 4,
        Size2D? tileGridSize = null,
        Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(dataFormat.OrFirst(), inputShape, name)
    {
        ValueRange = ImageValues.Wide(valueRange, nameof(ContrastLimitedAdaptiveHistogramEqualization));
        ClipLimit = Guard.Number(clipLimit, nameof(ContrastLimitedAdaptiveHistogramEqualization));
        TileGridSize = tileGridSize ?? 8;
        WindowRule.Pixels(TileGridSize.Height, TileGridSize.Width, nameof(ContrastLimitedAdaptiveHistogramEqualization));
    }

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    internal static ContrastLimitedAdaptiveHistogramEqualization FromConfig(ConfigReader config) =>
        new(ImageValues.Read(config), config.GetDouble("clip_limit", 4),
        config.Sizes("tile_grid_size", 2) is [var down, var across] ? new Size2D(down, across) : null, config.DataFormat(),
            name: config.Name());

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) => Settle(images);

    private protected override SymbolicTensor Settle(SymbolicTensor images) =>
        ImageValues.FromBytes(TileHistograms.Equalize(ImageValues.ToBytes(images, ValueRange), ClipLimit, TileGridSize), ValueRange);

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("value_range", (RandomRange)ValueRange).Write("clip_limit", ClipLimit)
            .Write("tile_grid_size", TileGridSize.ToShape());
    }
}
