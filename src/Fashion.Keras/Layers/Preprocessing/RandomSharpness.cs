using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Blurs or sharpens images at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Output x + (1 - 2 f) (s - x) with a draw f per image, where s is the
/// mean of the nine pixels around, the middle one with five times the weight, and zeros outside; clipped to the range of values.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness.
/// </remarks>
[KerasLayer]
public sealed partial class RandomSharpness : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the draw, within 0 (blurred) to 1 (sharpened); 0.5 changes nothing. One number f stands for 0 to
    /// f.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomSharpness(RandomRange factor, (double Low, double High)? valueRange = null, Choice<DataFormat> dataFormat = default,
        int? seed = null,
        Shape? inputShape = null, string? name = null)
        : base(factor, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomSharpness FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomSharpness(factor, valueRange, format, seed, name: name));

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        int channels = images.Shape[3];
        float[] weights = [.. Enumerable.Range(0, 9 * channels).Select(i => i / channels == 4 ? 5f / 13 : 1f / 13)];
        SymbolicTensor smooth = Ops.DepthwiseConv(images, Ops.Fixed([3, 3, channels, 1], weights), padding: Padding.Same);
        return Clipped(images + (1 - 2 * DrawEach(images, Factor, context)) * (smooth - images));
    }
}
