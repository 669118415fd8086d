using System.Globalization;

namespace Fashion.Keras.Layers;

/// <summary>Inverts the bright pixels of images, made brighter before, at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Values, brought to 0 to 255, get one draw per image added, and are
/// clipped; those not below another draw per image become 255 - x. As in Keras, draws run from the lower limit itself to 255 times the
/// upper one. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/solarization.
/// </remarks>
[KerasLayer]
public sealed partial class Solarization : RandomImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="additionFactor">Limits of what is added, within 0 to 1 (255); one number f stands for 0 to f, null for 0.</param>
    /// <param name="thresholdFactor">
    /// Limits of the value from which on pixels are inverted, within 0 to 1 (255); one number f stands for 0 to f, null for 0: all of
    /// them.
    /// </param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A factor is out of range, or the limits of the values are equal.</exception>
    public Solarization(RandomRange? additionFactor = null, RandomRange? thresholdFactor = null,
        (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default, Shape? inputShape = null, string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name)
    {
        AdditionFactor = Share(additionFactor ?? 0, nameof(additionFactor));
        ThresholdFactor = Share(thresholdFactor ?? 0, nameof(thresholdFactor));
        ValueRange = ImageValues.Wide(valueRange, nameof(Solarization));
    }

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor brighter =
            Ops.Clip(ImageValues.ToBytes(images, ValueRange)
                + DrawEach(images, (AdditionFactor.Low, 255 * AdditionFactor.High), context), 0, 255);
        SymbolicTensor isDark = Ops.Greater(DrawEach(images, (ThresholdFactor.Low, 255 * ThresholdFactor.High), context), brighter);
        return ImageValues.FromBytes(Ops.Where(isDark, brighter, 255 - brighter), ValueRange);
    }

    private static RandomRange Share(RandomRange range, string argument)
    {
        RandomRange sorted = ImageValues.Sorted(range.Low, range.High, nameof(Solarization), argument);
        if (sorted.Low == -sorted.High) sorted = (0, sorted.High);
        return sorted is { Low: >= 0, High: <= 1 } ? sorted
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"Solarization: {argument} must be in the range of 0 to 1, but " +
                $"is {sorted.Low} to {sorted.High}."), argument);
    }
}
