using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Changes the contrast of images at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Output (x - mean) * contrast + mean, where mean is that of each
/// channel of each image and contrast one draw per image from 1 - low to 1 + high; clipped to the range of values.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast.
/// </remarks>
[KerasLayer]
public sealed partial class RandomContrast : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">
    /// (low, high), both within 0 to 1: the contrast is drawn from 1 - low to 1 + high. One number f stands for (0, f) as in Keras
    /// 3.16, which only raises the contrast; write (f, f) to lower it as well.
    /// </param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomContrast(RandomRange factor, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomContrast FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomContrast(factor, valueRange, seed, format, name: name));

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor mean = Ops.Mean(images, [1, 2], keepDimensions: true);
        return Clipped((images - mean) * DrawEach(images, (1 - Factor.Low, 1 + Factor.High), context) + mean);
    }
}
