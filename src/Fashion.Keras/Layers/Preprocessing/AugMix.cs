using Fashion.Keras.Graph;
using Fashion.Keras.Internal;
using Fashion.Keras.Serialization;

namespace Fashion.Keras.Layers;

/// <summary>Blends images with mixtures of themselves while training, each changed by several layers in a row.</summary>
/// <remarks>
/// Input and output (batch, height, width, channels), three of them with all layers; no weights. Each chain has some of the layers of
/// <see cref="RandAugment"/> in a row, or none in a place; the images at its end are added with weights from the Dirichlet
/// distribution, and blended with the images as they came with a weight from the beta distribution (alpha, alpha); clipped to the range
/// of values. All draws but those of the layers are for the whole batch. Source:
/// keras.io/api/layers/preprocessing_layers/image_augmentation/aug_mix; Hendrycks et al., arXiv:1912.02781.
/// </remarks>
[KerasLayer]
public sealed partial class AugMix : RandomColorLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="valueRange">Smallest and largest value of the images; null for 0 to 255.</param>
    /// <param name="numChains">Number of chains, positive.</param>
    /// <param name="chainDepth">Places for layers in a chain, 0 or more.</param>
    /// <param name="factor">Limits of the strength, within 0 to 1; one number f stands for 0 to f, null for 0 to 0.3.</param>
    /// <param name="alpha">Parameter of the two distributions, positive.</param>
    /// <param name="allOps">Whether RandomBrightness, RandomColorDegeneration, RandomContrast and RandomSharpness are among the
    /// layers.</param>
    /// <param name="interpolation">How colours between pixels are found: nearest or bilinear. <c>"bilinear"</c>, the default, or
    /// <c>"nearest"</c>.</param>
    /// <param name="seed">Seed; null draws a fresh one.</param>
    /// <param name="dataFormat">Where the channel axis stands. <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.</param>
    /// <param name="inputShape">Shape of one sample, for the first layer of a Sequential.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The factor is out of range, another interpolation, or the limits of the values are
    /// equal.</exception>
    public AugMix((double Low, double High)? valueRange = null, int numChains = 3, int chainDepth = 3, RandomRange? factor = null,
        double alpha = 1,
        bool allOps = true, Choice<Interpolation> interpolation = default, int? seed = null, Choice<DataFormat> dataFormat = default,
        Shape? inputShape = null, string? name = null)
        : base(factor ?? 0.3, 0, 1, ImageValues.Wide(valueRange, nameof(AugMix)), dataFormat.OrFirst(), seed, inputShape, name)
    {
        NumChains = Guard.Positive(numChains, nameof(AugMix));
        ChainDepth = Guard.NotNegative(chainDepth, nameof(AugMix));
        Alpha = alpha > 0 && double.IsFinite(alpha)
            ? alpha
            : throw new ArgumentOutOfRangeException(nameof(alpha), alpha,
                FormattableString.Invariant($"AugMix: alpha must be a positive number, not {alpha}."));
        AllOps = allOps;
        Interpolation = ImageSampling.Check(interpolation.Or(Interpolation.Bilinear), nameof(AugMix));
        _layers = new AugmentationSet(Factor, ValueRange, Interpolation, DrawSeed!.Value, allOps, Name);
    }

    private readonly AugmentationSet _layers;

    /// <summary>Parameter of the distributions of the weights.</summary>
    public double Alpha { get; }

    /// <summary>Whether the layers that change colours are among those that are drawn.</summary>
    public bool AllOps { get; }

    internal static AugMix FromConfig(ConfigReader config) => Read(config, (factor, valueRange, seed, format, name) =>
        new AugMix(valueRange, config.GetInt("num_chains", 3), config.GetInt("chain_depth", 3), factor, config.GetDouble("alpha", 1),
            config.GetBool("all_ops", true), config.Interpolation(Keras.Interpolation.Bilinear), seed, format, name: name),
                byDefault: 0.3);

    private protected override Shape ChangedShape(Shape images) => AllOps ? Colors.Three(images) : images;

    private protected override SymbolicTensor Change(SymbolicTensor images, CallContext context)
    {
        RandomDraws draws = Draws(context);
        SymbolicTensor weights = draws.Gamma([NumChains, 1, 1, 1], Alpha), sum = 0, kept = draws.Beta([1, 1, 1, 1], Alpha, Alpha);
        for (int chain = 0; chain < NumChains; chain++)
        {
            SymbolicTensor changed = images;
            for (int i = 0; i < ChainDepth; i++) changed = _layers.ApplyChosen(changed, _layers.Choose(draws, orNone: true), context);
            sum += Ops.Slice(weights, [chain, 0, 0, 0], [1, 1, 1, 1]) * changed;
        }
        return Clipped(kept * images + (1 - kept) * (sum / Ops.Sum(weights)));
    }

    /// <inheritdoc/>
    public override void WriteConfig(ConfigWriter config)
    {
        base.WriteConfig(config);
        config.Write("num_chains", NumChains).Write("chain_depth", ChainDepth).Write("alpha", Alpha).Write("all_ops", AllOps)
            .Write("interpolation", Interpolation);
    }
}
