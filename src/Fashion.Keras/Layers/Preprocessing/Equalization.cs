using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Spreads the values of images while training, so that all of them are about equally frequent.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. For each channel of the whole batch: values, brought to 0 to 255, are
/// counted in bins, and each becomes the share of pixels below it and in its bin, less that of the first bin, times 255 and rounded. A
/// channel whose values lie in one bin stays as it is. No gradient apart from that. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/equalization.
/// </remarks>
[KerasLayer]
public sealed partial class Equalization : ImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="bins">Number of bins, 2 or more.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The limits of the values are equal, or there are less than 2 bins.</exception>
    public Equalization((double Low, double High)? valueRange = null, int bins = 256, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null,
        string? name = null)
        : base(dataFormat.OrFirst(), inputShape, name)
    {
        ValueRange = ImageValues.Wide(valueRange, nameof(Equalization));
        Bins = bins > 1
            ? bins
            : throw new ArgumentOutOfRangeException(nameof(bins), bins, $"Equalization: bins must be 2 or more, not {bins}.");
    }

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    // The batch is counted as a whole.
    internal override bool MixesSamples(bool training, bool masked) => training || base.MixesSamples(training, masked);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        double scale = 255 / (ValueRange.High - ValueRange.Low), offset = -ValueRange.Low * scale;
        return (Histograms.Equalize(images * scale + offset, Bins) - offset) / scale;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("bins", Bins).Write("value_range", (RandomRange)ValueRange);
    }
}
