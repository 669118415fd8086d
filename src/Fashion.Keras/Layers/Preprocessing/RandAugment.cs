using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Changes images by a few layers in a row while training, each drawn among eleven.</summary>
/// <remarks>
/// Input and output (batch, height, width, 3); no weights. All images of a batch go through the same layers, with draws of their own:
/// RandomShear, RandomTranslation, RandomRotation, RandomBrightness, RandomColorDegeneration, RandomContrast, RandomSharpness,
/// RandomPosterization, Solarization (all with the factor), AutoContrast and Equalization. All eleven are computed in each step, and
/// one is used. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment; Cubuk et al., arXiv:1909.13719.
/// </remarks>
[KerasLayer]
public sealed partial class RandAugment : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="numOps">Number of layers in a row, 0 or more.</param>
    /// <param name="factor">Limits of the strength, within 0 to 1; one number f stands for 0 to f, null for 0 to 0.5.</param>
    /// <param name="interpolation">How colours between pixels are found: nearest or bilinear. <c>"bilinear"</c>, the default, or
    /// <c>"nearest"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range, another interpolation, or the limits of the values are
    /// equal.</exception>
    public RandAugment((double Low, double High)? valueRange = null, int numOps = 2, RandomRange? factor = null,
        Choice<Interpolation> interpolation = default, int? seed = null, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null,
        string? name = null)
        : base(factor ?? 0.5, 0, 1, ImageValues.Wide(valueRange, nameof(RandAugment)), dataFormat.OrFirst(), seed, inputShape, name)
    {
        NumOps = Guard.NotNegative(numOps, nameof(RandAugment));
        Interpolation = ImageSampling.Check(interpolation.Or(Interpolation.Bilinear), nameof(RandAugment));
        _layers = new AugmentationSet(Factor, ValueRange, Interpolation, DrawSeed!.Value, all: true, Name);
    }

    private readonly AugmentationSet _layers;

    internal static RandAugment FromConfig(ConfigReader config) => Read(config, (factor, valueRange, seed, format, name) =>
        new RandAugment(valueRange, config.GetInt("num_ops", 2), factor, config.Interpolation(Keras.Interpolation.Bilinear), seed,
            format, name: name),
        byDefault: 0.5);

    private protected override Shape ChangedShape(Shape images) => Colors.Three(images);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        for (int i = 0; i < NumOps; i++) images = _layers.ApplyChosen(images, _layers.Choose(Draws(context), orNone: false), context);
        return images;
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("num_ops", NumOps).Write("interpolation", Interpolation);
    }
}
