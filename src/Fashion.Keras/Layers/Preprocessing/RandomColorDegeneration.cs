using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Mixes images with their grey form at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, 3), red, green and blue; no weights. A draw per image is the share of grey; colours are
/// clipped to the range of values.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_degeneration.
/// </remarks>
[KerasLayer]
public sealed partial class RandomColorDegeneration : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the share of grey, within -1 to 1, where what is below 0 strengthens colours; one number f stands
    /// for -f to f.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomColorDegeneration(RandomRange factor, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor, -1, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomColorDegeneration FromConfig(ConfigReader config) =>
        Read(config,
            (factor, valueRange, seed, format, name) => new RandomColorDegeneration(factor, valueRange, seed, format, name: name));

    private protected override Shape ChangedShape(Shape images) => Colors.Three(images);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) =>
        Clipped(images + DrawEach(images, Factor, context) * (Colors.Grey(images) - images));
}
