using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Makes images lighter or darker at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Each image gets one draw times the width of the range of values
/// added; the result is clipped to that range.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness.
/// </remarks>
[KerasLayer]
public sealed partial class RandomBrightness : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the draw, within -1 (black) to 1 (white); one number f stands for -f to f.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomBrightness(RandomRange factor, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor, -1, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomBrightness FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomBrightness(factor, valueRange, seed, format, name: name));

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) =>
        Clipped(images + DrawEach(images, Factor, context) * (ValueRange.High - ValueRange.Low));
}
