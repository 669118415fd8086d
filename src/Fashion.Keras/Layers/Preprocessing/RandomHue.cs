using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Turns the hue of colours at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, 3), red, green and blue; no weights. A draw per image, of either sign, turns the circle of
/// colours by half of it: 1 is a half turn. Colours are clipped to the range of values.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue.
/// </remarks>
[KerasLayer]
public sealed partial class RandomHue : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the draw, within 0 to 1; one number f stands for 0 to f.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomHue(RandomRange factor, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomHue FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomHue(factor, valueRange, seed, format, name: name));

    private protected override Shape ChangedShape(Shape images) => Colors.Three(images);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        double low = ValueRange.Low, width = ValueRange.High - ValueRange.Low;
        SymbolicTensor sign = Ops.Where(Ops.Greater(DrawEach(images, (0, 1), context), 0.5), -1, 1);
        SymbolicTensor turn = sign * DrawEach(images, Factor, context) * 0.5;
        (SymbolicTensor hue, SymbolicTensor saturation, SymbolicTensor value) = Colors.ToHsv((images - low) / width);
        return Ops.Clip(Colors.FromHsv(hue + turn, saturation, value), 0, 1) * width + low;
    }
}
