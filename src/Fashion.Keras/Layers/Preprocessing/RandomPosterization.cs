using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Leaves images fewer different values per channel, at random while training.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. Values, brought to 0 to 255 and rounded down, keep their n highest of
/// 8 bits, with a draw n per image from the lower limit up to, but without, the upper one; equal limits fix it. Values outside of the
/// range are clipped. No gradient. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_posterization.
/// </remarks>
[KerasLayer]
public sealed partial class RandomPosterization : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the number of bits, whole numbers within 1 to 8; one number n stands for 1 to n.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range or not whole, or the limits of the values are equal.</exception>
    public RandomPosterization(RandomRange factor, (double Low, double High)? valueRange = null,
        Choice<DataFormat> dataFormat = default,
        int? seed = null, Shape? inputShape = null, string? name = null)
        : base(factor, 1, 8, ImageValues.Wide(valueRange, nameof(RandomPosterization)), dataFormat.OrFirst(), seed, inputShape, name)
    {
        if (!double.IsInteger(Factor.Low) || !double.IsInteger(Factor.High))
            throw new ArgumentException(FormattableString.Invariant(
                $"RandomPosterization: factor must hold whole numbers of bits, not {Factor.Low} to {Factor.High}."), nameof(factor));
    }

    internal static RandomPosterization FromConfig(ConfigReader config) =>
        Read(config, (factor, valueRange, seed, format, name) => new RandomPosterization(factor, valueRange, format, seed, name: name));

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor bits = Factor.Low == Factor.High
            ? Factor.Low
            : Ops.Minimum(Ops.Floor(DrawEach(images, Factor, context)), Factor.High - 1);
        SymbolicTensor step = Ops.Exp2(8 - bits), bytes = Ops.Floor(Ops.Clip(ImageValues.ToBytes(images, ValueRange), 0, 255));
        return ImageValues.FromBytes(Ops.Floor(bytes / step) * step, ValueRange);
    }
}
