using Fashion.Keras.Graph;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Changes brightness, contrast, saturation and hue of images at random while training, in this order.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels), three of them where saturation or hue change; no weights. As
/// <see cref="RandomBrightness"/>, <see cref="RandomContrast"/>, <see cref="RandomSaturation"/> and <see cref="RandomHue"/> one after
/// the other; what has no factor stays. Source: keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter.
/// </remarks>
[KerasLayer]
public sealed partial class RandomColorJitter : RandomImageLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="brightnessFactor">Factor of <see cref="RandomBrightness"/>; null to leave it.</param>
    /// <param name="contrastFactor">Factor of <see cref="RandomContrast"/>; null to leave it.</param>
    /// <param name="saturationFactor">Factor of <see cref="RandomSaturation"/>; null to leave it.</param>
    /// <param name="hueFactor">Factor of <see cref="RandomHue"/>; null to leave it.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">A factor is out of range.</exception>
    public RandomColorJitter((double Low, double High)? valueRange = null, RandomRange? brightnessFactor = null,
        RandomRange? contrastFactor = null,
        RandomRange? saturationFactor = null, RandomRange? hueFactor = null, int? seed = null, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(dataFormat.OrFirst(), seed, inputShape, name)
    {
        ValueRange = ImageValues.Range(valueRange, nameof(RandomColorJitter));
        (BrightnessFactor, ContrastFactor, SaturationFactor, HueFactor) =
            (brightnessFactor, contrastFactor, saturationFactor, hueFactor);
        if (brightnessFactor is { } brightness) _changes.Add(new RandomBrightness(brightness, ValueRange, DrawSeed, name: Name));
        if (contrastFactor is { } contrast) _changes.Add(new RandomContrast(contrast, ValueRange, DrawSeed, name: Name));
        if (saturationFactor is { } saturation) _changes.Add(new RandomSaturation(saturation, ValueRange, DrawSeed, name: Name));
        if (hueFactor is { } hue) _changes.Add(new RandomHue(hue, ValueRange, DrawSeed, name: Name));
    }

    private readonly List<ImageLayer> _changes = [];

    /// <summary>Smallest and largest value of the images.</summary>
    public (double Low, double High) ValueRange { get; }

    /// <summary>Factor of the brightness; null where it stays.</summary>
    public RandomRange? BrightnessFactor { get; }

    /// <summary>Factor of the contrast; null where it stays.</summary>
    public RandomRange? ContrastFactor { get; }

    /// <summary>Factor of the saturation; null where it stays.</summary>
    public RandomRange? SaturationFactor { get; }

    /// <summary>Factor of the hue; null where it stays.</summary>
    public RandomRange? HueFactor { get; }

    internal static RandomColorJitter FromConfig(ConfigReader config)
    {
        return new(ImageValues.Read(config), Factor("brightness_factor"), Factor("contrast_factor"), Factor("saturation_factor"),
            Factor("hue_factor"), config.GetIntOrNull("seed"), config.DataFormat(), name: config.Name());

        RandomRange? Factor(string key) => config.Has(key) ? config.RandomRange(key) : null;
    }

    private protected override Shape ChangedShape(Shape images) =>
        SaturationFactor is null && HueFactor is null ? images : Colors.Three(images);

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context) =>
        _changes.Aggregate(images, (changed, layer) => layer.ChangeInside(changed, context));

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("value_range", (RandomRange)ValueRange);
        Write("brightness_factor", BrightnessFactor);
        Write("contrast_factor", ContrastFactor);
        Write("saturation_factor", SaturationFactor);
        Write("hue_factor", HueFactor);

        // One number stands for another range in each of the layers.
        void Write(string key, RandomRange? range) =>
            config.WriteNumbers(key, range is not { } given
                ? null
                : given.Low < 0 && given.Low == -given.High ? [given.High] : [given.Low, given.High]);
    }
}
