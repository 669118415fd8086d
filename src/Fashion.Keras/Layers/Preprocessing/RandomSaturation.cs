using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Changes the saturation of colours at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, 3), red, green and blue; no weights. A draw f per image multiplies the saturation by
/// f / (1 - f): below 0.5 colours become paler, above stronger. As in Keras the saturation is clipped to the range of values, though
/// it runs from 0 to 1, and the colours are not.
/// Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation.
/// </remarks>
[KerasLayer]
public sealed partial class RandomSaturation : RandomColorLayer
{
    private const double Epsilon = 1e-7;

    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the draw, below 1; 0 is grey, 0.5 no change. One number f stands for -f to f, where what is below
    /// 0 is grey.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range.</exception>
    public RandomSaturation(RandomRange factor, (double Low, double High)? valueRange = null, int? seed = null,
        Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null) : base(factor, -1, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
    }

    internal static RandomSaturation FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomSaturation(factor, valueRange, seed, format, name: name));

    private protected override Shape ChangedShape(Shape images) => Colors.Three(images);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor draw = DrawEach(images, Factor, context);
        (SymbolicTensor hue, SymbolicTensor saturation, SymbolicTensor value) = Colors.ToHsv(images);
        return Colors.FromHsv(hue, Clipped(saturation * (draw / (1 - draw + Epsilon))), value);
    }
}
