using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Erases a rectangle of some images at random while training: a fixed colour, or noise, in its place.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels); no weights. A draw between the limits of the factor is the probability of an
/// image to be changed. Its rectangle covers, in each direction, the square root of a draw between the limits of the scale as a share
/// of the image, anywhere inside. Noise is normal with the deviation of the largest value; what comes in is clipped to the range of
/// values. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_erasing; Zhong et al., arXiv:1708.04896.
/// </remarks>
[KerasLayer]
public sealed partial class RandomErasing : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">Limits of the probability of an image to be changed, within 0 to 1; one number f stands for 0 to f, null
    /// for 0 to 1.</param>
    /// <param name="scale">
    /// Limits of the draws, within 0 to 1, whose square roots are the share of the height and of the width; one number f stands for 0
    /// to f, null for 0.02 to 0.33.
    /// </param>
    /// <param name="fillValue">The colour that replaces what is erased: one number, or one for each of three channels; null for
    /// noise.</param>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor or the scale is out of range, or the colour has neither one nor three
    /// numbers.</exception>
    public RandomErasing(RandomRange? factor = null, RandomRange? scale = null, IReadOnlyList<double>? fillValue = null,
        (double Low, double High)? valueRange = null, int? seed = null, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null,
        string? name = null)
        : base(factor ?? 1, 0, 1, valueRange, dataFormat.OrFirst(), seed, inputShape, name)
    {
        Scale = Within(scale ?? (0.02, 0.33), 0, 1, nameof(scale));
        FillValue = Guard.Finite(fillValue, nameof(RandomErasing)) is null or { Count: 1 or 3 } ? fillValue
            : throw new ArgumentException(
                $"RandomErasing: fillValue needs one number, or one for each of three channels, not {fillValue!.Count}.",
                nameof(fillValue));
    }

    /// <summary>Limits of the draws whose square roots are the share of the height and of the width.</summary>
    public RandomRange Scale { get; }

    /// <summary>The colour that replaces what is erased; null for noise.</summary>
    public IReadOnlyList<double>? FillValue { get; }

    internal static RandomErasing FromConfig(ConfigReader config) => Read(config, (factor, valueRange, seed, format, name) =>
        new RandomErasing(factor, config.Has("scale") ? config.RandomRange("scale") : null, config.GetNumbers("fill_value"), valueRange,
            seed, format, name: name), byDefault: 1);

    private protected override Shape ChangedShape(Shape images) => FillValue?.Count == 3 ? Colors.Three(images) : images;

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        SymbolicTensor width = Ops.Sqrt(DrawEach(images, Scale, context)), height = Ops.Sqrt(DrawEach(images, Scale, context));
        SymbolicTensor left = DrawEach(images, (0, 1), context), top = DrawEach(images, (0, 1), context);
        SymbolicTensor erased = ImageWindows.Of(images.Shape, top, left, height, width).Inside * DrawChosen(images, context);
        SymbolicTensor filling = FillValue is { } color
            ? Ops.Fixed([1, 1, 1, color.Count], [.. color.Select(c => (float)c)])
            : Draws(context).Normal(images.Shape) * ValueRange.High;
        return Ops.Where(erased, Clipped(filling), images);
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("scale", Scale).WriteNumbers("fill_value", FillValue);
    }
}
