using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Inverts the values of some images while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Each image draws its own probability and is then, with that
/// probability, replaced by the largest value less the image.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert.
/// </remarks>
[KerasLayer]
public sealed partial class RandomInvert : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the probability, within 0 to 1; one number f stands for 0 to f. Null for 0 to 1.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomInvert(RandomRange? factor = null, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor ?? 1, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape,
            name)
    {
    }

    internal static RandomInvert FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomInvert(factor, valueRange, seed, format, name: name),
            byDefault: 1);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) =>
        Ops.Where(DrawChosen(images, context), ValueRange.High - images, images);
}
